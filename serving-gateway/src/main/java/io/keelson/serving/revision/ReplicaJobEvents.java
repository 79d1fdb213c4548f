package io.keelson.serving.revision;

import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.LiveSignals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

/**
 * A replica's job has started or ended: its revision is looked at now, not when it would be anyway.
 */
@ApplicationScoped
public class ReplicaJobEvents implements EventHandler {
  private static final String FINISHED = "JobFinished";
  private final ServingSignals signals;
  private final InstantSource clock;

  public ReplicaJobEvents(LiveSignals signals, InstantSource clock) {
    this.signals = new ServingSignals(signals);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "serving-replica-jobs";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobStarted", FINISHED);
  }

  @Override
  public String role() {
    return "gateway";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    UUID jobId = event.subjectId();
    boolean ended = event.type().equals(FINISHED);
    RevisionRows.replicaJobChanged(
            tx, jobId, ended, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .ifPresent(
            endpointId -> {
              UUID tenantId = tx.tenantId();
              tx.afterCommit(
                  () -> {
                    signals.intentChanged(tenantId, endpointId);
                    if (ended) {
                      signals.routesChanged(tenantId, endpointId);
                    }
                  });
            });
  }
}
