"""A linear program whose goal changes and whose limits don't: HiGHS from its own package, which goes on from the last
answer, or through scipy where that package is missing (the same answers, ten times slower).
"""

import math
import os
import sys

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

try:
    import highspy
except ImportError:
    highspy = None


class Program:
    """Rows of a matrix between two ends, variables between two ends (None is no end)."""

    def __init__(self, matrix: csr_matrix, ends: list[tuple[float, float]], limits: list[tuple[float, float | None]]):
        self.form = (matrix, ends, limits)
        self.solver = Warm(*self.form) if highspy else Scipy(*self.form)

    def least(self, goal: numpy.ndarray) -> numpy.ndarray | None:
        """A point of the least goal; None where it has no least value."""
        try:
            return self.solver.least(goal)
        except Unsettled:
            # What goes on from the last answer can lose its way; a start from nothing, presolved, finds it.
            return Scipy(*self.form).least(goal)


class Impossible(Exception):
    """The published figures contradict each other, or the verifier's idea of them."""


class Unsettled(Exception):
    """The solver neither found a point nor that there is none."""


class Warm:
    """HiGHS that keeps its basis from goal to goal."""

    def __init__(self, matrix: csr_matrix, ends: list, limits: list):
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = numpy.zeros(matrix.shape[1])
        model.col_lower_ = numpy.array([low for low, _ in limits], dtype=float)
        model.col_upper_ = numpy.array([math.inf if high is None else high for _, high in limits], dtype=float)
        model.row_lower_ = numpy.array([low for low, _ in ends], dtype=float)
        model.row_upper_ = numpy.array([high for _, high in ends], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.highs = quiet()
        for name, value in (("threads", 1), ("presolve", "off")):
            self.highs.setOptionValue(name, value)
        self.highs.passModel(model)
        self.columns = numpy.arange(matrix.shape[1], dtype=numpy.int32)

    def least(self, goal: numpy.ndarray) -> numpy.ndarray | None:
        self.highs.changeColsCost(len(self.columns), self.columns, goal.astype(float))
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return numpy.array(self.highs.getSolution().col_value)
        if status == highspy.HighsModelStatus.kUnbounded:
            return None
        raise Unsettled(self.highs.modelStatusToString(status))


def quiet():
    """A HiGHS that doesn't print who it is, which it does before it can be told not to."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highs = highspy.Highs()
        highs.silent()
        return highs
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Scipy:
    """The same through scipy."""

    def __init__(self, matrix: csr_matrix, ends: list, limits: list):
        low, high = (numpy.array(side, dtype=float) for side in zip(*ends)) if ends else (numpy.empty(0), numpy.empty(0))
        equal = low == high
        upper, lower = ~equal & numpy.isfinite(high), ~equal & numpy.isfinite(low)
        self.rows = {"A_eq": matrix[equal], "b_eq": low[equal], "A_ub": vstack([matrix[upper], -matrix[lower]]).tocsr(),
                     "b_ub": numpy.concatenate([high[upper], -low[lower]]), "bounds": limits}

    def least(self, goal: numpy.ndarray) -> numpy.ndarray | None:
        for options in ({}, {"presolve": False}):
            answer = linprog(goal, method="highs", options=options, **self.rows)
            if answer.status == 0:
                return answer.x
            if answer.status == 2:
                raise Impossible("no values fit")
            # Presolving may not tell "no least value" from "no values"; without it the next round does.
            if answer.status == 3:
                return None
        raise RuntimeError(f"HiGHS ended with {answer.message}")
