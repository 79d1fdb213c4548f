package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What people say of a run afterwards, and whether lists still show it. */
@ApplicationScoped
public class RunChanges {
  public static final int MAX_NOTE_CHARACTERS = 10_000;

  private final Mutations mutations;
  private final Runs runs;
  private final RunWrites writes;
  private final InstantSource clock;

  public RunChanges(Mutations mutations, Runs runs, RunWrites writes, InstantSource clock) {
    this.mutations = mutations;
    this.runs = runs;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * @param name null for the one that it has
   * @param note CommonMark of up to 10,000 characters; null for the one that it has, empty for none
   * @param tags at most 100, over what they were; null for none
   * @param removedTags keys of tags that go, at most 100; null for none
   */
  public record UpdateRun(
      UUID id,
      int expectedVersion,
      String name,
      String note,
      List<Tag> tags,
      List<String> removedTags) {}

  /**
   * @throws Invalid for a name, note or tag, and for a tag that is set and removed at once
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without RUN_WRITE in its project
   * @throws Conflict when its version is another, or the caller's job has lost its lease
   */
  public Run update(Caller caller, UpdateRun input) {
    List<Tag> tags = checked(input);
    mutations.run(
        caller,
        "updateRun",
        input,
        tx -> {
          Run run = lock(tx, caller, input.id(), input.expectedVersion());
          tx.update(
              """
              UPDATE catalog.run
              SET name = coalesce($3, name),
                  note = CASE WHEN $4::text IS NULL THEN note ELSE nullif($4, '') END,
                  version = version + 1
              WHERE tenant_id = $1 AND id = $2
              """,
              tx.tenantId(),
              input.id(),
              input.name(),
              input.note());
          writes.removeTags(tx, input.id(), removed(input));
          writes.setTags(tx, input.id(), tags);
          writes.signal(tx, input.id());
          return Changed.of("run", input.id(), run.projectId());
        });
    return runs.written(caller.principal(), input.id());
  }

  private static List<Tag> checked(UpdateRun input) {
    if (input.name() != null) {
      Input.name("input.name", input.name());
    }
    if (input.note() != null) {
      Input.text("input.note", input.note(), MAX_NOTE_CHARACTERS);
    }
    List<Tag> tags = Tags.checked("input.tags", input.tags());
    Input.size("input.removedTags", removed(input), 0, Tags.MAX_PER_CALL);
    Set<String> set = new HashSet<>();
    tags.forEach(tag -> set.add(tag.key()));
    for (String key : removed(input)) {
      Input.key("input.removedTags", key);
      if (set.contains(key)) {
        throw new Invalid("input.removedTags", key, "a tag that is not set as well");
      }
    }
    return tags;
  }

  private static List<String> removed(UpdateRun input) {
    return input.removedTags() == null ? List.of() : input.removedTags();
  }

  /**
   * Lists leave it out from then on. What it is a part of stays as it is: models, lineage, costs.
   *
   * @throws Conflict when its version is another, it has not ended, or it is archived already
   */
  public Run archive(Caller caller, UUID id, int expectedVersion) {
    return move(caller, "archiveRun", id, expectedVersion, true);
  }

  /**
   * @throws Conflict when its version is another, or it is not archived
   */
  public Run unarchive(Caller caller, UUID id, int expectedVersion) {
    return move(caller, "unarchiveRun", id, expectedVersion, false);
  }

  private Run move(Caller caller, String action, UUID id, int expectedVersion, boolean toArchive) {
    Input.present("id", id);
    record Move(UUID id, int expectedVersion) {}
    mutations.run(
        caller,
        action,
        new Move(id, expectedVersion),
        tx -> {
          RunWrites.refuseJobs(caller.principal());
          Run run = lock(tx, caller, id, expectedVersion);
          requireMove(run, toArchive);
          OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
          tx.update(
              """
              UPDATE catalog.run
              SET archived_at = $3, version = version + 1
              WHERE tenant_id = $1 AND id = $2
              """,
              tx.tenantId(),
              id,
              toArchive ? now : null);
          writes.signal(tx, id);
          return Changed.of("run", id, run.projectId());
        });
    return runs.written(caller.principal(), id);
  }

  private static void requireMove(Run run, boolean toArchive) {
    if (toArchive && !run.status().ended()) {
      throw new Conflict("run is " + run.status() + " and is archived once it has ended");
    }
    if (toArchive == (run.archivedAt() != null)) {
      throw new Conflict(toArchive ? "run is archived already" : "run is not archived");
    }
  }

  private Run lock(Transaction tx, Caller caller, UUID id, int expectedVersion) {
    Run run = writes.lock(tx, caller.principal(), id);
    if (run.version() != expectedVersion) {
      throw new Conflict("run has changed since version " + expectedVersion);
    }
    return run;
  }
}
