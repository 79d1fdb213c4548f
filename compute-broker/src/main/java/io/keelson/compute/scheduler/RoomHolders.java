package io.keelson.compute.scheduler;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Who holds the room of the machines that take jobs: of the reader's own organisation by name, as
 * far as they may read it; of others only whether any of them does.
 */
@ApplicationScoped
public class RoomHolders {
  private static final int MAX_OWN = 200;
  private static final int MAX_NAMED = 20;
  private static final int MAX_IN_SENTENCE = 3;

  /**
   * Of leases {@code l}, those that hold room on a machine that was heard of in the last {@code $2}
   * seconds.
   */
  private static final String HOLDING =
      """
      FROM compute.lease l
      WHERE l.status NOT IN ('RELEASED', 'LOST') AND l.gone_at IS NULL
        AND EXISTS (
          SELECT 1
          FROM compute.holder h
          WHERE h.host_id = l.host_id AND h.heartbeat_at > statement_timestamp() - make_interval(secs => $2))
      """;

  private final SystemDatabase system;
  private final Jobs jobs;

  public RoomHolders(SystemDatabase system, Jobs jobs) {
    this.system = system;
    this.jobs = jobs;
  }

  /**
   * Which of its tenant's jobs and replicas a reader may know.
   *
   * @param tasks the projects whose jobs, null for all
   * @param replicas the projects whose endpoints, null for all
   */
  public record Reader(UUID tenantId, Set<UUID> tasks, Set<UUID> replicas) {
    boolean mayRead(Job job) {
      Set<UUID> projects = job.kind() == JobKind.TASK ? tasks : replicas;
      return projects == null || projects.contains(job.projectId());
    }
  }

  /**
   * What the reader may be told.
   *
   * @param named jobs and replicas that hold room, the largest first; at most 20
   * @param moreOwn whether others of the organisation do
   * @param others whether other organisations do
   */
  public record Holders(List<Job> named, boolean moreOwn, boolean others) {
    static final Holders NONE = new Holders(List.of(), false, false);

    /** Empty where nobody does. */
    String sentence() {
      List<String> all = new ArrayList<>();
      named.stream().limit(MAX_IN_SENTENCE).map(Job::name).forEach(all::add);
      if (moreOwn || named.size() > MAX_IN_SENTENCE) {
        all.add("others of your organisation");
      }
      if (others) {
        all.add("other organisations");
      }
      return all.isEmpty() ? "" : " Room is held by " + joined(all) + ".";
    }

    private static String joined(List<String> all) {
      int last = all.size() - 1;
      return last == 0
          ? all.getFirst()
          : String.join(", ", all.subList(0, last)) + " and " + all.getLast();
    }
  }

  /** What is seen across tenants. */
  private record Held(List<UUID> own, boolean others) {}

  /** As of now. */
  public Holders of(Reader reader) {
    Held held =
        system.transact(
            SystemUse.JOB_QUEUE,
            tx -> {
              double aliveSeconds = QueueHeads.MACHINE_IS_ALIVE.toSeconds();
              return new Held(
                  own(tx, reader.tenantId(), aliveSeconds),
                  others(tx, reader.tenantId(), aliveSeconds));
            });
    Map<UUID, Job> found = jobs.byIds(reader.tenantId(), held.own());
    List<Job> named =
        held.own().stream()
            .map(found::get)
            .filter(Objects::nonNull)
            .filter(reader::mayRead)
            .limit(MAX_NAMED)
            .toList();
    return new Holders(named, named.size() < held.own().size(), held.others());
  }

  private static List<UUID> own(Transaction tx, UUID tenantId, double aliveSeconds) {
    return tx.list(
        row -> row.getUUID("job_id"),
        """
        SELECT l.job_id
        %s
          AND l.tenant_id = $1
        ORDER BY coalesce(l.request_cpu_millis, l.cpu_millis) DESC, l.job_id
        LIMIT $3
        """
            .formatted(HOLDING),
        tenantId,
        aliveSeconds,
        MAX_OWN);
  }

  private static boolean others(Transaction tx, UUID tenantId, double aliveSeconds) {
    return tx.one(
            """
            SELECT 1
            %s
              AND l.tenant_id <> $1
            LIMIT 1
            """
                .formatted(HOLDING),
            tenantId,
            aliveSeconds)
        .isPresent();
  }
}
