package io.keelson.api.catalog.removal;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** All features with a part in projects, in the order in which their rows go. */
final class Features {
  private final List<ProjectRemoval> inTurn = new ArrayList<>();

  Features(Iterable<ProjectRemoval> features) {
    features.forEach(inTurn::add);
    inTurn.sort(
        Comparator.comparing(ProjectRemoval::turn)
            .thenComparing(feature -> feature.getClass().getName()));
  }

  List<ProjectRemoval> inTurn() {
    return inTurn;
  }

  /** What any of them still has to end. */
  List<Left> left(Transaction tx, UUID projectId) {
    return inTurn.stream()
        .flatMap(feature -> feature.left(tx, projectId).stream())
        .filter(left -> left.count() > 0)
        .toList();
  }
}
