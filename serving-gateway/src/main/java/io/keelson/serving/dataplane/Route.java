package io.keelson.serving.dataplane;

import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.CapturedCall;
import io.keelson.serving.watch.tally.DriftTarget;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * An endpoint as the data plane sees it: whose it is, its READY revisions and their ready replicas.
 */
public final class Route {
  private final UUID tenantId;
  private final UUID projectId;
  private final UUID endpointId;
  private final String name;
  private final Revision[] revisions;

  /** Of each revision. */
  private final CapturedCall.Source[] sources;

  /** Those to choose from: where some have ready replicas, only those. */
  private final Revision[] serving;

  private final int totalWeight;
  private final EndpointQueue queue;
  private final CaptureSettings capture;
  private final Rollout rollout;

  /** A step of a rollout between two of the revisions; it assigns what names no version. */
  public record Rollout(StepTally tally, UUID baselineId, UUID candidateId, String stickyHeader) {}

  /**
   * A revision that takes traffic.
   *
   * @param weight its share, 0 to 100
   * @param drift null where its requests are not counted
   */
  public record Revision(
      UUID id,
      int number,
      int weight,
      RevisionCounter counter,
      List<ReplicaTarget> replicas,
      DriftTarget drift) {
    public Revision {
      replicas = List.copyOf(replicas);
    }

    public Revision(
        UUID id, int number, int weight, RevisionCounter counter, List<ReplicaTarget> replicas) {
      this(id, number, weight, counter, replicas, null);
    }
  }

  public Route(
      UUID tenantId, UUID projectId, UUID endpointId, String name, List<Revision> revisions) {
    this(tenantId, projectId, endpointId, name, revisions, null, null);
  }

  /**
   * @param capture null where nothing is kept of it
   * @param rollout null where none is under way
   */
  public Route(
      UUID tenantId,
      UUID projectId,
      UUID endpointId,
      String name,
      List<Revision> revisions,
      CaptureSettings capture,
      Rollout rollout) {
    this(tenantId, projectId, endpointId, name, revisions, capture, rollout, new EndpointQueue());
  }

  private Route(
      UUID tenantId,
      UUID projectId,
      UUID endpointId,
      String name,
      List<Revision> revisions,
      CaptureSettings capture,
      Rollout rollout,
      EndpointQueue queue) {
    this.tenantId = tenantId;
    this.projectId = projectId;
    this.endpointId = endpointId;
    this.name = name;
    this.revisions = revisions.toArray(Revision[]::new);
    this.sources =
        revisions.stream()
            .map(one -> new CapturedCall.Source(tenantId, endpointId, one.number()))
            .toArray(CapturedCall.Source[]::new);
    List<Revision> ready = revisions.stream().filter(one -> !one.replicas().isEmpty()).toList();
    this.serving = (ready.isEmpty() ? revisions : ready).toArray(Revision[]::new);
    this.totalWeight = Arrays.stream(serving).mapToInt(Revision::weight).sum();
    this.rollout = rollout;
    this.queue = queue;
    this.capture = capture;
  }

  /** The same endpoint with what waits for the one before. */
  public Route after(Route before) {
    return new Route(
        tenantId, projectId, endpointId, name, List.of(revisions), capture, rollout, before.queue);
  }

  public UUID tenantId() {
    return tenantId;
  }

  public UUID projectId() {
    return projectId;
  }

  public UUID endpointId() {
    return endpointId;
  }

  public String name() {
    return name;
  }

  public List<Revision> revisions() {
    return List.of(revisions);
  }

  /** What is kept of its answered requests; null for nothing. */
  public CaptureSettings capture() {
    return capture;
  }

  /** What calls that one of its revisions answers are kept, or counted, under. */
  CapturedCall.Source source(Revision revision) {
    for (int i = 0; i < revisions.length; i++) {
      if (revisions[i] == revision) {
        return sources[i];
      }
    }
    return new CapturedCall.Source(tenantId, endpointId, revision.number());
  }

  EndpointQueue queue() {
    return queue;
  }

  /** Whether any replica takes requests. */
  boolean isReady() {
    return serving.length > 0 && !serving[0].replicas().isEmpty();
  }

  /**
   * Who takes a request by the rollout that is under way. Null where there is none, or one of its
   * two revisions has no ready replica: then shares are not what the rollout says, and nothing is
   * judged by them.
   *
   * @param headers of the request, by name; null for one that it has not
   */
  StepTally.Assigned assign(UnaryOperator<String> headers) {
    if (rollout == null
        || serving(rollout.baselineId()) == null
        || serving(rollout.candidateId()) == null) {
      return null;
    }
    return rollout.tally().assign(headers.apply(rollout.stickyHeader()));
  }

  /** The revision that takes a request which {@link #assign} has assigned. */
  Revision assigned(StepTally.Assigned assigned) {
    return serving(assigned.candidate() ? rollout.candidateId() : rollout.baselineId());
  }

  /** The revision where it is one to choose from; otherwise null. */
  Revision serving(UUID id) {
    for (Revision revision : serving) {
      if (revision.id().equals(id)) {
        return revision;
      }
    }
    return null;
  }

  /** One of the revisions by their weights; null where none takes traffic. */
  Revision choose() {
    if (serving.length == 1) {
      return serving[0];
    }
    if (totalWeight == 0) {
      return serving.length == 0 ? null : serving[serving.length - 1];
    }
    return choose(ThreadLocalRandom.current().nextInt(totalWeight));
  }

  /** The revision that owns this point of the line made of all weights. */
  Revision choose(int point) {
    int left = point;
    for (Revision revision : serving) {
      left -= revision.weight();
      if (left < 0) {
        return revision;
      }
    }
    throw new IllegalArgumentException(
        "point: " + point + " (expected: 0 to " + (totalWeight - 1) + ")");
  }

  /** The revision with this number, or null. */
  Revision numbered(int number) {
    for (Revision revision : revisions) {
      if (revision.number() == number) {
        return revision;
      }
    }
    return null;
  }
}
