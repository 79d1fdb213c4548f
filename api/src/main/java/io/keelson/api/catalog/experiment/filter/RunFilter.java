package io.keelson.api.catalog.experiment.filter;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which runs of a list are meant: those for which all of it holds.
 *
 * @param projectIds null for all
 * @param name a part of it, whatever its case; null for any
 * @param creatorIds null for anybody's
 * @param startedFrom inclusive; null for no bound
 * @param startedTo exclusive; null for no bound
 * @param archived whether those are meant that were archived, alone; else those that were not
 * @param conditions on what they were given, said of and measured
 */
public record RunFilter(
    Set<UUID> projectIds,
    String name,
    Set<UUID> creatorIds,
    OffsetDateTime startedFrom,
    OffsetDateTime startedTo,
    boolean archived,
    List<RunCondition> conditions) {
  public static final int MAX_CONDITIONS = 10;
  public static final int MAX_IDS = 20;

  /** Those that were not archived. */
  public static final RunFilter NONE =
      new RunFilter(null, null, null, null, null, false, List.of());

  public RunFilter {
    conditions = List.copyOf(conditions);
  }

  /**
   * @throws Invalid for more than 10 conditions, more than 20 projects or people, an end that is
   *     not after its beginning, or a condition that says nothing
   */
  public RunFilter checked() {
    if (name != null) {
      Input.name("filter.name", name);
    }
    if (projectIds != null) {
      Input.size("filter.projectIds", projectIds, 1, MAX_IDS);
    }
    if (creatorIds != null) {
      Input.size("filter.creatorIds", creatorIds, 1, MAX_IDS);
    }
    if (startedFrom != null && startedTo != null && !startedTo.isAfter(startedFrom)) {
      throw new Invalid("filter.startedTo", startedTo, "later than startedFrom");
    }
    int said = conditions.size();
    for (Object one : new Object[] {projectIds, name, creatorIds, startedFrom, startedTo}) {
      said += one == null ? 0 : 1;
    }
    if (said > MAX_CONDITIONS) {
      throw new Invalid("filter", said + " conditions", "at most " + MAX_CONDITIONS);
    }
    conditions.forEach(RunCondition::check);
    return this;
  }
}
