"""What is left of a network when parts of it are cut: the rest is fitted to say what the whole said. Needs torch."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from train.labels import Labels

torch: Any = pytest.importorskip("torch", reason="torch is needed to train, not to run")
network_module, slim = map(import_module, ("train.network", "train.slim"))
Build, Network = network_module.Build, network_module.Network

LABELS = Labels(("NOUN", "VERB"), ("NN", "VB"), ("root", "nsubj"), ("l0|",))


def test_units_that_say_what_others_say_can_be_cut_for_nothing() -> None:
    torch.manual_seed(0)
    matrix = torch.nn.Linear(6, 3)
    seen = torch.randn(200, 6)
    seen[:, 4] = seen[:, 0] - 2 * seen[:, 1] + 0.5
    seen[:, 5] = 3.0
    use = slim.Use.of(matrix)
    use.add(seen, torch.ones_like(seen))
    kept = torch.tensor([0, 1, 2, 3])
    weight, bias = slim.refitted(matrix, kept, use)
    assert torch.allclose(seen[:, kept] @ weight.T + bias, matrix(seen), atol=0.05)


def test_worth_is_of_what_varies_and_matters() -> None:
    """Of three units the first has gradients and varies, the second is constant, the third has no gradient."""
    use = slim.Use.of(torch.nn.Linear(3, 1))
    inputs = torch.tensor([[1.0, 5.0, 1.0], [-1.0, 5.0, -1.0]])
    use.add(inputs, torch.tensor([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0]]))
    assert use.worth.tolist() == [2.0, 0.0, 0.0]
    assert slim.best(use.worth, 1).tolist() == [0]


@pytest.mark.parametrize(
    ("kept", "build"),
    [
        ([0, 1, 2], Build.full(3)),
        ([0, 2], Build(((256, 6), (1536, 12)), 1)),
        ([1], Build(((64, 1),), 1)),
    ],
    ids=["nothing cut", "a layer, units and heads", "nearly everything"],
)
def test_build(kept: list[int], build: Any) -> None:
    torch.manual_seed(0)
    source = Network(Build.full(3), LABELS).eval()
    found = {f"{at}.{name}": slim.Use.of(getattr(layer, name)) for at, layer in enumerate(source.layers) for name in ("f2", "o")}
    for use in found.values():
        use.add(torch.randn(50, len(use.worth)), torch.randn(50, len(use.worth)))
    network = slim.slimmed(source, kept, build, LABELS, found)
    assert network.build == build
    assert [(layer.f1.out_features, layer.heads) for layer in network.layers] == list(build.layers)
    assert torch.equal(network.ad.weight, source.ad.weight)
    if build == Build.full(3):
        assert all(torch.equal(value, network.state_dict()[name]) for name, value in source.state_dict().items())


def test_a_network_that_has_dropped_wordpieces_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="all wordpieces"):
        slim.uses(Network(Build(((64, 2),) * 2, 1), LABELS), [], lambda _: torch.zeros(()))
