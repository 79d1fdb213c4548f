package io.keelson.api.suspension;

import io.keelson.compute.job.Jobs;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.tenant.Suspensions;
import io.keelson.tenancy.tenant.TenantStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Stops what a suspended tenant runs, and brings its endpoints back when it resumes. Its tasks wait
 * in the queue meanwhile, those that ran too: schedulers pass them over.
 */
@ApplicationScoped
public class SuspendedTenants implements EventHandler {
  private static final Logger LOG = Logger.getLogger(SuspendedTenants.class);
  private static final String ENDPOINTS = "endpoints";
  private static final int JOBS_AT_ONCE = 500;
  private final Suspensions suspensions;
  private final Jobs jobs;
  private final Rollouts rollouts;
  private final RolloutChanges steps;
  private final Outbox outbox;

  public SuspendedTenants(
      Suspensions suspensions, Jobs jobs, Rollouts rollouts, RolloutChanges steps, Outbox outbox) {
    this.suspensions = suspensions;
    this.jobs = jobs;
    this.rollouts = rollouts;
    this.steps = steps;
    this.outbox = outbox;
  }

  @Override
  public String name() {
    return "suspended-tenants";
  }

  @Override
  public Set<String> types() {
    return Set.of(Suspensions.SUSPENDED, Suspensions.RESUMED);
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    if (event.type().equals(Suspensions.SUSPENDED) && suspensions.is(tx, TenantStatus.SUSPENDED)) {
      stop(tx);
    } else if (event.type().equals(Suspensions.RESUMED)
        && suspensions.is(tx, TenantStatus.ACTIVE)) {
      bringBack(tx);
    }
  }

  private void stop(Transaction tx) {
    steps.rollBackAll(tx, "the organisation was suspended");
    Map<UUID, List<Rollouts.Stopped>> served = rollouts.stopAll(tx);
    if (!served.isEmpty()) {
      JsonObject stopped = new JsonObject();
      served.forEach((endpoint, revisions) -> stopped.put(endpoint.toString(), json(revisions)));
      suspensions.remember(tx, ENDPOINTS, stopped);
    }
    if (jobs.preemptRunningTasks(tx, JOBS_AT_ONCE) == JOBS_AT_ONCE) {
      outbox.publish(tx, Suspensions.SUSPENDED, tx.tenantId(), new JsonObject());
    }
  }

  private void bringBack(Transaction tx) {
    Map<UUID, List<Rollouts.Stopped>> stopped = new LinkedHashMap<>();
    suspensions
        .recall(tx, ENDPOINTS)
        .ifPresent(
            kept ->
                kept.forEach(
                    entry ->
                        stopped.put(UUID.fromString(entry.getKey()), revisions(entry.getValue()))));
    List<UUID> left = rollouts.startAgain(tx, stopped, Actor.PLATFORM);
    if (!left.isEmpty()) {
      LOG.warnf("tenant %s has as many endpoints as it may: %s stay stopped", tx.tenantId(), left);
    }
  }

  private static JsonArray json(List<Rollouts.Stopped> revisions) {
    return new JsonArray(
        revisions.stream()
            .map(
                stopped ->
                    new JsonObject()
                        .put("revision", stopped.revisionId().toString())
                        .put("weight", stopped.weight()))
            .toList());
  }

  /** A release before this one kept the id of one revision, which gets all of the traffic. */
  private static List<Rollouts.Stopped> revisions(Object kept) {
    return kept instanceof String id
        ? List.of(new Rollouts.Stopped(UUID.fromString(id), null))
        : ((JsonArray) kept)
            .stream()
                .map(JsonObject.class::cast)
                .map(
                    one ->
                        new Rollouts.Stopped(
                            UUID.fromString(one.getString("revision")), one.getInteger("weight")))
                .toList();
  }
}
