package io.keelson.serving.endpoint;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What is wanted of endpoints is written here, the revision controller makes it so: deployments,
 * the split of the traffic, the way back, the end. Callers authorise before they call.
 */
@ApplicationScoped
public class Rollouts {
  private static final Logger LOG = Logger.getLogger(Rollouts.class);

  private final ServingSignals signals;
  private final Quotas quotas;
  private final RevisionGate gate;
  private final InstantSource clock;

  /** What a deployment made: the endpoint, new or not, and the revision. */
  public record Deployed(UUID endpointId, UUID revisionId) {}

  @Inject
  public Rollouts(LiveSignals signals, Quotas quotas, RevisionGate gate, InstantSource clock) {
    this.signals = new ServingSignals(signals);
    this.quotas = quotas;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Wants a new revision; the first one of a name makes the endpoint. When it is READY it gets the
   * percentage that {@link DeploySpec#weight} says and the others keep the rest in their
   * proportions; without one it takes over all of the traffic, and the older ones drain then.
   *
   * @param revisionId the new revision's id, chosen by the caller
   * @param expectedVersion the endpoint's; null where there is none of this name yet
   * @throws Invalid naming the field that is out of bounds, or {@code input.expectedVersion} where
   *     it is left out although the endpoint is there, or given although it is not
   * @throws Conflict when the name belongs to an endpoint of another project, or the endpoint has
   *     another version, or a rollout is under way there
   * @throws QuotaExceeded when as many endpoints serve as may, and this one does not yet
   */
  public Deployed deploy(
      Transaction tx, UUID revisionId, DeploySpec spec, Integer expectedVersion) {
    spec.check();
    OffsetDateTime now = now();
    UUID endpointId = NewRevision.endpointOf(tx, spec, expectedVersion, now);
    requireNoRollout(tx, endpointId);
    boolean serves = RevisionRows.isLive(tx, endpointId);
    NewRevision.insert(tx, revisionId, endpointId, spec, now);
    requireRoom(tx, serves);
    changed(tx, endpointId);
    return new Deployed(endpointId, revisionId);
  }

  /** A rollout splits the traffic by itself: whoever wants it otherwise ends it first. */
  private static void requireNoRollout(Transaction tx, UUID endpointId) {
    boolean underWay =
        tx.one(
                "SELECT 1 FROM serving.rollout WHERE tenant_id = $1 AND endpoint_id = $2 AND ended_at IS NULL",
                tx.tenantId(),
                endpointId)
            .isPresent();
    if (underWay) {
      throw new Conflict("a rollout is under way at this endpoint");
    }
  }

  /** What serves already may go on to, also beyond a limit that was lowered. */
  private void requireRoom(Transaction tx, boolean serves) {
    if (!serves) {
      quotas.require(tx, QuotaName.ENDPOINTS, 1);
    }
  }

  /**
   * Splits the traffic among READY revisions from now on. Those that are not named drain; one with
   * the weight 0 stays ready without requests. Revisions that are not ready yet still get what they
   * were deployed with.
   *
   * @param weights 1 to 32 revisions of the endpoint, whose weights add up to 100
   * @throws Invalid naming what is wrong with the weights
   * @throws NotFound where there is no such endpoint, or no such revision of it
   * @throws Conflict when the endpoint has another version, a revision is not READY, or a rollout
   *     is under way
   */
  public void setTraffic(
      Transaction tx, UUID endpointId, int expectedVersion, List<RevisionWeight> weights) {
    Map<UUID, Integer> wanted = RevisionWeight.checked(weights);
    lockExpected(tx, endpointId, expectedVersion);
    requireNoRollout(tx, endpointId);
    List<Revision> ready = RevisionRows.lockReady(tx, endpointId);
    Map<UUID, Revision> byId =
        ready.stream().collect(Collectors.toMap(Revision::id, Function.identity()));
    for (UUID id : wanted.keySet()) {
      if (!byId.containsKey(id)) {
        throw notReady(tx, endpointId, id);
      }
    }
    TrafficChanges.split(tx, endpointId, ready, wanted, now());
    changed(tx, endpointId);
  }

  private static RuntimeException notReady(Transaction tx, UUID endpointId, UUID revisionId) {
    Revision revision = RevisionRows.lock(tx, revisionId);
    return revision.endpointId().equals(endpointId)
        ? new Conflict(
            "revision " + revision.number() + " is " + revision.status() + " (expected: READY)")
        : new NotFound("revision");
  }

  /**
   * The revision that a rollback gives all traffic to: while the traffic is split, the one that had
   * all of it last; otherwise the one that had it before that one.
   *
   * @throws NotFound where there is no such endpoint
   * @throws Conflict when the endpoint has another version, or no other revision has served
   */
  public Revision servedBefore(Transaction tx, UUID endpointId, int expectedVersion) {
    lockExpected(tx, endpointId, expectedVersion);
    List<Revision> ready = RevisionRows.lockReady(tx, endpointId);
    Set<UUID> serving =
        ready.stream()
            .filter(one -> one.weight() == TrafficSplit.ALL)
            .map(Revision::id)
            .collect(Collectors.toSet());
    List<Revision> last = RevisionRows.lastWithAllTraffic(tx, endpointId);
    return last.stream()
        .skip(ready.isEmpty() ? 1 : 0)
        .filter(one -> !serving.contains(one.id()))
        .findFirst()
        .orElseThrow(() -> new Conflict("no other revision of this endpoint has served before"));
  }

  /**
   * Gives all traffic back, in the transaction that asked for {@link #servedBefore}. A revision
   * that is still READY has it at once, and the others drain. One that has ended is started again
   * as a new revision of the same model version: those that serve go on until it is READY.
   * Revisions on their way to READY end in both cases, so that none takes over meanwhile.
   *
   * @param newRevisionId the id for a revision that has to be made
   * @return the revision that has the traffic, or will have it
   * @throws QuotaExceeded when as many endpoints serve as may, and this one does not yet
   */
  public UUID rollBack(
      Transaction tx, Revision target, UUID newRevisionId, Actor submittedBy, String traceparent) {
    OffsetDateTime now = now();
    UUID endpointId = target.endpointId();
    boolean serves = RevisionRows.isLive(tx, endpointId);
    for (Revision other : RevisionRows.lockLive(tx, endpointId)) {
      if (!other.id().equals(target.id()) && (target.isReady() || !other.isReady())) {
        RevisionChanges.end(tx, other, now);
      }
    }
    if (target.isReady()) {
      Map<UUID, Integer> all = Map.of(target.id(), TrafficSplit.ALL);
      TrafficChanges.split(tx, endpointId, RevisionRows.lockReady(tx, endpointId), all, now);
      changed(tx, endpointId);
      return target.id();
    }
    TrafficChanges.neverJoined(tx, endpointId);
    Endpoint endpoint = RevisionRows.lockEndpoint(tx, endpointId);
    DeploySpec again = DeploySpec.again(endpoint, target, null, submittedBy, traceparent);
    NewRevision.insert(tx, newRevisionId, endpointId, again, now);
    requireRoom(tx, serves);
    changed(tx, endpointId);
    return newRevisionId;
  }

  /** Ends the revisions that are not READY yet; those that serve go on. */
  public void endOnTheirWay(Transaction tx, UUID endpointId) {
    for (Revision revision : RevisionRows.lockLive(tx, endpointId)) {
      if (!revision.isReady()) {
        RevisionChanges.end(tx, revision, now());
      }
    }
    changed(tx, endpointId);
  }

  /**
   * Ends all revisions of an endpoint: those that serve finish what they have first. The endpoint
   * and its history stay, and its name can be deployed to again.
   *
   * @throws NotFound where there is no such endpoint
   * @throws Conflict when the endpoint has another version
   */
  public void stop(Transaction tx, UUID endpointId, int expectedVersion) {
    lockExpected(tx, endpointId, expectedVersion);
    tx.update(
        "UPDATE serving.endpoint SET version = version + 1 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        endpointId);
    for (Revision revision : RevisionRows.lockLive(tx, endpointId)) {
      RevisionChanges.end(tx, revision, now());
    }
    changed(tx, endpointId);
  }

  /**
   * A revision to bring back.
   *
   * @param weight percent of the traffic; null for all of it
   */
  public record Stopped(UUID revisionId, Integer weight) {}

  /**
   * Ends all revisions of all endpoints of the tenant, without their users' doing.
   *
   * @return of each endpoint that served or was about to, the revisions to bring back: those that
   *     served, with their part of the traffic, the largest first; then those on their way, with
   *     what they were to get
   */
  public Map<UUID, List<Stopped>> stopAll(Transaction tx) {
    return stop(tx, RevisionRows.liveEndpoints(tx));
  }

  /** {@link #stopAll(Transaction)} of a project's. */
  public void stopAll(Transaction tx, UUID projectId) {
    stop(tx, RevisionRows.liveEndpoints(tx, projectId));
  }

  private Map<UUID, List<Stopped>> stop(Transaction tx, List<UUID> endpointIds) {
    Map<UUID, List<Stopped>> served = new LinkedHashMap<>();
    for (UUID endpointId : endpointIds) {
      RevisionRows.lockEndpoint(tx, endpointId);
      List<Revision> live = RevisionRows.lockLive(tx, endpointId);
      if (!live.isEmpty()) {
        served.put(endpointId, stopped(live));
      }
      live.forEach(revision -> RevisionChanges.end(tx, revision, now()));
      tx.update(
          "UPDATE serving.endpoint SET version = version + 1 WHERE tenant_id = $1 AND id = $2",
          tx.tenantId(),
          endpointId);
      changed(tx, endpointId);
    }
    return served;
  }

  private static List<Stopped> stopped(List<Revision> live) {
    Stream<Stopped> served =
        live.stream()
            .filter(Revision::isReady)
            .sorted(Comparator.comparingInt(Revision::weight).reversed())
            .map(revision -> new Stopped(revision.id(), revision.weight()));
    Stream<Stopped> onTheirWay =
        live.stream()
            .filter(revision -> !revision.isReady())
            .map(revision -> new Stopped(revision.id(), revision.requestedWeight()));
    return Stream.concat(served, onTheirWay).toList();
  }

  /**
   * Starts revisions again that {@link #stopAll} ended, each as a new one that gets the same part
   * of the traffic and takes the old one's place in what {@link #servedBefore} looks at; of as many
   * endpoints as there is room for. Each of the others gets one new revision that is FAILED and
   * says why: there their users look for the reason; and so does each that must not be brought back
   * any more, see {@link RevisionGate}. What serves again already, or is gone, is left alone.
   *
   * @param stopped revisions by endpoint
   * @return the endpoints that found no room
   */
  public List<UUID> startAgain(
      Transaction tx, Map<UUID, List<Stopped>> stopped, Actor submittedBy) {
    // All endpoints before the quota, as deployments take them.
    Map<Endpoint, List<Ended>> ended = lockEnded(tx, stopped);
    long room = quotas.hold(tx, QuotaName.ENDPOINTS).left();
    List<UUID> left = new ArrayList<>();
    for (Map.Entry<Endpoint, List<Ended>> one : ended.entrySet()) {
      Endpoint endpoint = one.getKey();
      List<Ended> revisions = one.getValue();
      if (room > 0) {
        boolean serves = false;
        for (Ended revision : revisions) {
          serves |= startAgainIfItMay(tx, endpoint, revision, submittedBy);
        }
        room -= serves ? 1 : 0;
      } else {
        String full = quotas.hold(tx, QuotaName.ENDPOINTS).exceeded(1).getMessage();
        failAgain(tx, endpoint, revisions.getFirst(), full, submittedBy);
        left.add(endpoint.id());
      }
      changed(tx, endpoint.id());
    }
    return left;
  }

  private boolean startAgainIfItMay(
      Transaction tx, Endpoint endpoint, Ended ended, Actor submittedBy) {
    Optional<String> refusal = gate.refusal(tx, ended.revision());
    refusal.ifPresentOrElse(
        why -> failAgain(tx, endpoint, ended, why, submittedBy),
        () -> startAgain(tx, endpoint, ended, submittedBy));
    return refusal.isEmpty();
  }

  /** Says where its users look why it does not serve again. */
  private void failAgain(
      Transaction tx, Endpoint endpoint, Ended ended, String reason, Actor submittedBy) {
    UUID revisionId = startAgain(tx, endpoint, ended, submittedBy);
    RevisionChanges.move(
        tx, RevisionRows.lock(tx, revisionId), RevisionStatus.FAILED, reason, now());
  }

  private UUID startAgain(Transaction tx, Endpoint endpoint, Ended ended, Actor submittedBy) {
    Revision before = ended.revision();
    UUID revisionId = Ids.next();
    NewRevision.insert(
        tx,
        revisionId,
        endpoint.id(),
        DeploySpec.again(endpoint, before, ended.weight(), submittedBy, null),
        now());
    RevisionRows.inheritAllTraffic(tx, before, revisionId);
    return revisionId;
  }

  /** What {@link Stopped} names, as it is now. */
  private record Ended(Revision revision, Integer weight) {}

  private static Map<Endpoint, List<Ended>> lockEnded(
      Transaction tx, Map<UUID, List<Stopped>> stopped) {
    Map<Endpoint, List<Ended>> ended = new LinkedHashMap<>();
    List<UUID> inOrder =
        stopped.keySet().stream().sorted(Comparator.comparing(UUID::toString)).toList();
    for (UUID endpointId : inOrder) {
      try {
        Endpoint endpoint = RevisionRows.lockEndpoint(tx, endpointId);
        if (RevisionRows.lockLive(tx, endpointId).isEmpty()) {
          List<Ended> revisions = new ArrayList<>();
          for (Stopped one : stopped.get(endpointId)) {
            revisions.add(new Ended(RevisionRows.lock(tx, one.revisionId()), one.weight()));
          }
          ended.put(endpoint, revisions);
        }
      } catch (NotFound gone) {
        LOG.warnf("endpoint %s of tenant %s is gone", endpointId, tx.tenantId());
      }
    }
    return ended;
  }

  private void changed(Transaction tx, UUID endpointId) {
    UUID tenantId = tx.tenantId();
    tx.afterCommit(
        () -> {
          signals.routesChanged(tenantId, endpointId);
          signals.intentChanged(tenantId, endpointId);
        });
  }

  private void lockExpected(Transaction tx, UUID endpointId, int expectedVersion) {
    int found = RevisionRows.lockEndpoint(tx, endpointId).version();
    if (found != expectedVersion) {
      throw hasAnother(expectedVersion, found);
    }
  }

  static Conflict hasAnother(int expectedVersion, int found) {
    return new Conflict(
        "expectedVersion: " + expectedVersion + " (the endpoint has version " + found + ")");
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
