// The parts of Observable Plot that the timeline draws with.
export {dot, dodgeY, plot, rectY, ruleY} from "@observablehq/plot";
