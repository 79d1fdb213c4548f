"""Writes reference.json: what SciPy, statsmodels and Evidently say of shared inputs.

python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 evidently==0.7.23 "pandas<3"
PYTHONHASHSEED=0 venv/bin/python reference.py > reference.json
"""

import json
import re
import sys
import warnings

import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests.jensenshannon import _jensenshannon
from evidently.legacy.calculations.stattests.psi import _psi
from evidently.legacy.core import ColumnType
from scipy import stats
from scipy.spatial import distance
from scipy.special import logsumexp
from statsmodels.stats.contingency_tables import mcnemar

random = np.random.default_rng(20261127)


def rows(counts):
    return pd.Series(np.repeat([f"c{i:03d}" for i in range(len(counts))], counts))


def divergence(reference, window):
    of, to = rows(reference), rows(window)
    return {
        "reference": [int(c) for c in reference],
        "window": [int(c) for c in window],
        "psi": float(_psi(of, to, ColumnType.Categorical, 0.1)[0]),
        "jensenShannon": float(_jensenshannon(of, to, ColumnType.Categorical, 0.1)[0]),
        "jensenShannonBase2": float(distance.jensenshannon(reference, window, 2)),
    }


def divergences():
    yield divergence([10, 20, 30], [10, 20, 30])
    yield divergence([1, 0], [0, 1])
    yield divergence([5, 0, 5], [3, 4, 3])
    yield divergence([99_999, 1, 0], [50_000, 0, 7])
    yield divergence([20_000, 1], [0, 9])
    for bins in (2, 3, 12, 40):
        for n in (50, 1_000, 100_000):
            p, q = random.dirichlet(np.ones(bins)), random.dirichlet(np.ones(bins))
            yield divergence(random.multinomial(n, p), random.multinomial(n // 2, (p + q) / 2))


def numeric(shift):
    """Evidently bins numbers itself: equal widths, edges of both samples together."""
    of = pd.Series(np.round(random.normal(0, 1, 300), 3))
    to = pd.Series(np.round(random.normal(shift, 1, 200), 3))
    edges = np.histogram_bin_edges(pd.concat([of, to]).values, bins="sturges")
    p = np.cumsum(np.histogram(of, edges)[0]) / len(of)
    q = np.cumsum(np.histogram(to, edges)[0]) / len(to)
    return {
        "reference": of.tolist(),
        "window": to.tolist(),
        "edges": edges[1:-1].tolist(),
        "psi": float(_psi(of, to, ColumnType.Numerical, 0.1)[0]),
        "jensenShannon": float(_jensenshannon(of, to, ColumnType.Numerical, 0.1)[0]),
        "rankShift": float(np.trapezoid(np.append(0, np.abs(p - q)), np.append(0, (p + q) / 2))),
        "normalScores": normal_scores(np.diff(p, prepend=0), np.diff(q, prepend=0)),
    }


def normal_scores(p, q):
    """Evidently and SciPy have none of grouped values: by SciPy's normal distribution."""
    p, q = p[p + q > 0], q[p + q > 0]
    edges = stats.norm.ppf(np.clip(np.append(0, np.cumsum((p + q) / 2)), 0, 1))
    scores = [stats.norm.expect(lambda x: x, lb=a, ub=b, conditional=True) for a, b in zip(edges, edges[1:])]
    return float(abs(np.dot(scores, q - p)))


def chi_square(bins, n, m, alpha, statistic):
    scale = 1 / n + 1 / m
    return {
        "bins": bins,
        "n": n,
        "m": m,
        "alpha": alpha,
        "statistic": statistic,
        "psiQuantile": float(scale * stats.chi2.isf(alpha, bins - 1)),
        "psiTail": float(stats.chi2.sf(statistic / scale, bins - 1)),
        "jensenShannonQuantile": float(np.sqrt(scale / 8 * stats.chi2.isf(alpha, bins - 1))),
        "jensenShannonTail": float(stats.chi2.sf(8 * statistic**2 / scale, bins - 1)),
    }


def discoveries(p_values):
    return {
        "pValues": [float(p) for p in p_values],
        "adjusted": [float(p) for p in stats.false_discovery_control(p_values)],
    }


def paired(only_first, only_second):
    table = [[7, only_first], [only_second, 11]]
    smaller, both = min(only_first, only_second), only_first + only_second
    exact = float(mcnemar(table, exact=True).pvalue)
    assert abs(exact - stats.binomtest(only_first, both).pvalue) < 1e-12
    corrected = mcnemar(table, exact=False, correction=True)
    equal = only_first == only_second  # statsmodels corrects past zero, to 1 / both; R does not
    return {
        "onlyFirst": only_first,
        "onlySecond": only_second,
        "exact": exact,
        "mid": float(min(1, 2 * stats.binom.cdf(smaller, both, 0.5) - stats.binom.pmf(smaller, both, 0.5))),
        "chiSquare": 0.0 if equal else float(corrected.statistic),
        "chiSquareP": 1.0 if equal else float(corrected.pvalue),
    }


def bayes_factor(theta0, concentrations, counts):
    n = sum(counts)
    return {
        "theta0": theta0,
        "concentrations": concentrations,
        "counts": counts,
        "logBayesFactor": float(
            stats.dirichlet_multinomial.logpmf(counts, concentrations, n)
            - stats.multinomial.logpmf(counts, n, theta0)
        ),
    }


def canary(*at_shares):
    """The likelihood of each arm by name, against both alike, averaged over the prior."""
    u = (np.arange(128) + 0.5) / 128
    ratio = np.append((1 + u) / (1 - u), 6.5)
    prior = np.append(np.full(128, 0.3 / 128), 0.7)
    log = np.log(prior)
    for share, canary_errors, stable_errors in at_shares:
        theta = share * ratio / (share * ratio + 1 - share)
        log += canary_errors * np.log(theta / share) + stable_errors * np.log((1 - theta) / (1 - share))
    return {
        "errors": [{"share": s, "canary": c, "stable": e} for s, c, e in at_shares],
        "logEvidence": float(logsumexp(log)),
    }


def bootstrap():
    first = np.round(random.normal(0.70, 0.2, 120), 4)
    second = np.round(first + random.normal(0.03, 0.1, 120), 4)
    interval = stats.bootstrap(
        (first, second),
        lambda x, y, axis=-1: np.mean(y, axis=axis) - np.mean(x, axis=axis),
        paired=True,
        n_resamples=200_000,
        batch=10_000,
        method="percentile",
        rng=random,
    ).confidence_interval
    return {
        "first": first.tolist(),
        "second": second.tolist(),
        "difference": float(np.mean(second - first)),
        "lower": float(interval.low),
        "upper": float(interval.high),
    }


warnings.simplefilter("ignore")
text = json.dumps(
    {
        "divergences": list(divergences()),
        "numeric": [numeric(0), numeric(0.5), numeric(3)],
        "chiSquare": [
            chi_square(2, 100, 100, 0.01, 0.03),
            chi_square(12, 10_000, 100, 0.01, 0.3),
            chi_square(31, 100_000, 100_000, 0.001, 0.02),
        ],
        "discoveries": [
            discoveries([0.01]),
            discoveries([0.04, 0.001, 0.9, 0.04, 0.0121]),
            discoveries(random.uniform(0, 1, 40) ** 3),
        ],
        "mcNemar": [
            paired(*pair)
            for pair in [(0, 1), (1, 1), (5, 5), (3, 12), (12, 3), (40, 61), (0, 30), (1_000, 1_100)]
        ],
        "bayesFactors": [
            bayes_factor([0.5, 0.5], [1, 1], [0, 0]),
            bayes_factor([0.1, 0.9], [1, 1], [15, 27]),
            bayes_factor([0.1, 0.3, 0.6], [0.5, 2, 1], [10, 25, 75]),
            bayes_factor([0.25, 0.75], [10, 30], [260_000, 740_000]),
        ],
        "canary": [
            canary(),
            canary((0.1, 15, 27)),
            canary((0.5, 2, 40)),
            canary((0.01, 3, 20), (0.05, 4, 19), (0.25, 9, 14)),
            canary((0.3, 30_000, 71_000)),
        ],
        "bootstrap": bootstrap(),
    },
    indent=1,
)
sys.stdout.write(re.sub(r"\[[^\[\]{}]*\]", lambda array: " ".join(array[0].split()), text) + "\n")
