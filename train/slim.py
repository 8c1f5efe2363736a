"""A smaller network cut out of a larger one: fewer layers, and in each the hidden units and attention heads that matter most.

What a unit is worth is told by the squares of activation times gradient of the loss over training batches (a first-order guess of what
its loss would cost). The matrix that reads the units is then fitted again, by least squares, so that those kept also say what those cut
had to say: over the activations of the same batches its output changes as little as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from train.batches import Batch
from train.labels import Labels
from train.network import HEAD_WIDTH, Build, Layer, Network

RIDGE = 1e-3  # of the mean square of an activation
SAMPLED = 24  # batches


@dataclass
class Use:
    """Of the inputs of one matrix: worth of each, and second moments with a constant 1 at the end."""

    worth: Tensor
    moments: Tensor

    @classmethod
    def of(cls, matrix: nn.Linear) -> Use:
        size = matrix.in_features
        return cls(torch.zeros(size), torch.zeros(size + 1, size + 1, dtype=torch.float64))

    def add(self, inputs: Tensor, gradients: Tensor) -> None:
        rows = torch.cat([inputs, torch.ones_like(inputs[:, :1])], 1)
        self.moments += (rows.T @ rows).double()
        self.worth += ((inputs - inputs.mean(0)) * gradients).square().sum(0)


def uses(network: Network, batches: Iterable[Batch], loss: Callable[[Batch], Tensor]) -> dict[str, Use]:
    """How the second matrix of each feed-forward block and the output matrix of each attention are used.

    ValueError for a network that has dropped wordpieces: its layers do not see the same ones.
    """
    if network.build.whole < len(network.layers):
        raise ValueError("a network can be cut only while all its layers see all wordpieces")
    watched = {f"{at}.{name}": getattr(layer, name) for at, layer in enumerate(network.layers) for name in ("f2", "o")}
    found = {name: Use.of(matrix) for name, matrix in watched.items()}
    seen: dict[str, Tensor] = {}
    hooks = [matrix.register_forward_pre_hook(_keep(seen, name)) for name, matrix in watched.items()]
    for batch in batches:
        real = batch.inputs.mask.bool()
        names = list(found)
        total = loss(batch)
        gradients = torch.autograd.grad(total, [seen[name] for name in names])
        for name, gradient in zip(names, gradients, strict=True):
            found[name].add(seen[name].detach()[real], gradient[real])
    for hook in hooks:
        hook.remove()
    return found


def _keep(seen: dict[str, Tensor], name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen[name] = inputs[0]

    return hook


def refitted(matrix: nn.Linear, kept: Tensor, use: Use) -> tuple[Tensor, Tensor]:
    """Weight and bias of the matrix on the inputs kept, nearest to the whole matrix over what was seen."""
    both = torch.cat([matrix.weight, matrix.bias[:, None]], 1).double()
    places = torch.cat([kept, torch.tensor([matrix.in_features])])
    among = use.moments[places][:, places]
    # Drawn to the old weights, not to nothing: what was seldom seen stays as it was.
    wanted = both @ use.moments[:, places] - both[:, places] @ among
    ridge = RIDGE * among.diagonal().mean() * torch.eye(len(places), dtype=torch.float64)
    fitted = (both[:, places] + torch.linalg.solve(among + ridge, wanted.T).T).float()
    return fitted[:, :-1], fitted[:, -1]


def best(worth: Tensor, count: int) -> Tensor:
    return worth.topk(count).indices.sort().values


def slimmed(source: Network, kept: list[int], build: Build, labels: Labels, found: dict[str, Use]) -> Network:
    """A network of that build: the layers kept of the source in order, each cut to size; its heads as they are."""
    state = {name: value for name, value in source.state_dict().items() if not name.startswith("layers.")}
    for at, (layer, (hidden, heads)) in enumerate(zip(kept, build.layers, strict=True)):
        old = source.layers[layer]
        assert isinstance(old, Layer)
        own = dict(old.state_dict())
        units = best(found[f"{layer}.f2"].worth, hidden)
        if hidden < old.f2.in_features:
            own["f1.weight"], own["f1.bias"] = own["f1.weight"][units], own["f1.bias"][units]
            own["f2.weight"], own["f2.bias"] = refitted(old.f2, units, found[f"{layer}.f2"])
        if heads < old.heads:
            chosen = best(found[f"{layer}.o"].worth.view(-1, HEAD_WIDTH).sum(1), heads)
            inner = (chosen[:, None] * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).flatten()
            rows = torch.cat([inner + part * old.heads * HEAD_WIDTH for part in range(3)])
            own["qkv.weight"], own["qkv.bias"] = own["qkv.weight"][rows], own["qkv.bias"][rows]
            own["o.weight"], own["o.bias"] = refitted(old.o, inner, found[f"{layer}.o"])
        state |= {f"layers.{at}.{name}": value for name, value in own.items()}
    network = Network(build, labels)
    network.load_state_dict(state)
    return network
