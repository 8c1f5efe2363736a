"""Imitation of a teacher of the same width: its word vectors and the distributions of its heads."""

from __future__ import annotations

import torch
import torch.nn.functional as fn
from torch import Tensor

from train.batches import Batch
from train.network import Network

SOFT = {"up": 1.0, "xp": 0.5, "lem": 0.5, "ne": 6.0}
VECTORS = 1.0  # weight of the mean squared difference of the word vectors


def imitation(teacher: Network, batch: Batch, words: Tensor, scores: dict[str, Tensor]) -> Tensor:
    """How far the student is from the teacher on the words of the batch, with or without gold labels."""
    with torch.no_grad():
        wanted_words = teacher.encode(*batch.inputs)
        wanted = teacher.heads(wanted_words)
    real = batch.sentences >= 0
    total = VECTORS * fn.mse_loss(words[real], wanted_words[real])
    for key, weight in SOFT.items():
        total = total + weight * divergence(scores[key][real], wanted[key][real])
    total = total + fn.binary_cross_entropy_with_logits(scores["ss"][real], torch.sigmoid(wanted["ss"][real]))
    allowed = within_sentences(batch.sentences)
    arcs, wanted_arcs = (each["arc"].masked_fill(~allowed, -1e4)[real] for each in (scores, wanted))
    total = total + divergence(arcs, wanted_arcs)
    heads = wanted_arcs.argmax(-1)
    rows = torch.nonzero(real)[:, 0]
    own, other = (each["ld"][real] for each in (scores, wanted))
    with torch.no_grad():
        wanted_relations = teacher.relation_scores(other, wanted["lh"][rows, heads])
    # By the teacher's table as well, so that the student's factors come to mean the same.
    return total + divergence(teacher.relation_scores(own, scores["lh"][rows, heads]), wanted_relations)


def divergence(scores: Tensor, wanted: Tensor) -> Tensor:
    """Kullback-Leibler divergence from the teacher's distribution, mean over words."""
    return fn.kl_div(fn.log_softmax(scores, -1), fn.log_softmax(wanted, -1), reduction="batchmean", log_target=True)


def within_sentences(sentences: Tensor) -> Tensor:
    """Whether a word may hang on a governor (column 0 the root): those of its own sentence."""
    same = (sentences[:, :, None] == sentences[:, None, :]) & (sentences[:, :, None] >= 0)
    return torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
