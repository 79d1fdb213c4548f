"""Train a classifier on a CSV file whose last column is the class, and report its held-out accuracy.

Usage: python3 train.py [FILE]
Without FILE, takes the first CSV below the folder named by KEELSON_INPUTS, or of the current folder.
"""
import csv
import json
import os
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def find_data():
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    folder = Path(os.environ.get("KEELSON_INPUTS", "."))
    files = sorted(folder.rglob("*.csv"))
    if not files:
        sys.exit(f"no CSV file below {folder}")
    return files[0]


def main():
    path = find_data()
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    features = np.array([row[:-1] for row in rows], dtype=float)
    labels = np.array([row[-1] for row in rows])
    train_x, test_x, train_y, test_y = train_test_split(
        features, labels, test_size=0.25, random_state=7, stratify=labels
    )

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(train_x, train_y)

    predicted = model.predict(test_x)
    metrics = {
        "accuracy": accuracy_score(test_y, predicted),
        "f1_macro": f1_score(test_y, predicted, average="macro"),
        "log_loss": log_loss(test_y, model.predict_proba(test_x), labels=model.classes_),
        "train_rows": len(train_y),
        "test_rows": len(test_y),
    }
    out = Path(os.environ.get("KEELSON_OUTPUTS", "."))
    out.mkdir(parents=True, exist_ok=True)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(f"{path.name}: {len(rows)} rows, held-out accuracy {metrics['accuracy']:.4f}")


if __name__ == "__main__":
    main()
