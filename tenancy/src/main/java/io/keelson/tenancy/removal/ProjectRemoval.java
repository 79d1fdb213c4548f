package io.keelson.tenancy.removal;

import io.keelson.tenancy.database.Transaction;
import java.util.List;
import java.util.UUID;

/**
 * What becomes of a feature's part of a project that is removed: each feature whose rows belong to
 * projects has a bean of these. All that runs is ended first; the rows go once nothing is left of
 * it, in any feature.
 */
public interface ProjectRemoval {
  /** Something that still has to end, such as {@code 2 jobs}. */
  record Left(String what, long count) {
    /**
     * @param count SQL of one number, of project $2 of tenant $1
     */
    public static Left counted(Transaction tx, UUID projectId, String what, String count) {
      return new Left(what, tx.one(count, tx.tenantId(), projectId).orElseThrow().getLong(0));
    }
  }

  /** When a feature's rows go: what refers to others goes before them. */
  enum Turn {
    /** What is said and watched: comments, alerts, policies. */
    TALK,
    POLICIES,
    ENDPOINTS,
    /** What came of runs: models, and what was measured. */
    MODELS,
    /** What data sets are made by: transforms, feeds, checks. */
    DERIVED_DATA,
    RUNS,
    DATASETS,
    JOBS,
    MONEY,
    /** What is metered of the files that have gone. */
    STORAGE,
    /** Who may do what in it: until then it can be read. */
    RIGHTS
  }

  Turn turn();

  /**
   * Ends what goes on, or makes sure that it ends. Called again and again until nothing is left:
   * what has ended stays as it is.
   */
  default void end(Transaction tx, UUID projectId) {}

  /** What has not ended yet, as far as {@link #end} has come. */
  default List<Left> left(Transaction tx, UUID projectId) {
    return List.of();
  }

  /**
   * Removes rows, children before their parents.
   *
   * @param limit how many at most, about
   * @return how many; 0 when there are none any more
   */
  int remove(Transaction tx, UUID projectId, int limit);
}
