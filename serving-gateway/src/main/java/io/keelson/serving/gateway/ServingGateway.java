package io.keelson.serving.gateway;

import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.Jobs;
import io.keelson.serving.dataplane.BearerAuthenticator;
import io.keelson.serving.dataplane.Credentials;
import io.keelson.serving.dataplane.DataPlane;
import io.keelson.serving.dataplane.RequestObserver;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.metering.CounterFile;
import io.keelson.serving.metering.MeteringLoop;
import io.keelson.serving.metering.RequestBilling;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.revision.GrpcReplicaProbe;
import io.keelson.serving.revision.RevisionController;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutController;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.routing.LoadReports;
import io.keelson.serving.routing.RoutingLoop;
import io.keelson.serving.watch.capture.CaptureLoop;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.CaptureSink;
import io.keelson.serving.watch.finding.DriftLoop;
import io.keelson.serving.watch.profile.References;
import io.keelson.serving.watch.quality.Predictions;
import io.keelson.serving.watch.quality.QualityLoop;
import io.keelson.serving.watch.tally.DriftTarget;
import io.keelson.serving.watch.tally.TallyLoop;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import java.time.InstantSource;
import java.util.UUID;

/** All that a process of the role {@code gateway} runs: the data plane and the loops behind it. */
public final class ServingGateway implements AutoCloseable {
  private static final long MAX_CAPTURE_BYTES = 64 << 20;
  private static final long MAX_CAPTURE_BYTES_PER_TENANT = 16 << 20;
  private static final long MAX_TALLIED_BYTES = 16 << 20;
  private static final long MAX_TALLIED_BYTES_PER_TENANT = 4 << 20;

  private final RevisionController controller;
  private final GrpcReplicaProbe probe;
  private final RoutingLoop routing;
  private final StepTallies tallies;
  private final RolloutController rollouts;
  private final MeteringLoop metering;
  private final CaptureLoop captures;
  private final QualityLoop quality;
  private final TallyLoop tallying;
  private final DriftLoop drift;
  private final DataPlane dataPlane;

  /** What the gateway stands on. */
  public record Ground(
      SystemDatabase system,
      TenantDatabase database,
      AccessDirectory directory,
      Outbox outbox,
      LiveSignals signals,
      Jobs jobs,
      RolloutChanges rollouts,
      RevisionGate gate,
      UsageLedger ledger,
      CaptureSink captures,
      References references,
      InstantSource clock) {}

  /** Opens this process's counters; nothing listens before {@link #start}. */
  public ServingGateway(
      Ground ground, BearerAuthenticator bearers, RequestObserver observer, GatewayConfig config) {
    UUID instanceId = Ids.next();
    InstantSource clock = ground.clock();
    RequestCounters counters =
        new RequestCounters(CounterFile.create(config.folder(), instanceId, clock.millis()), clock);
    probe = new GrpcReplicaProbe(config.controller().probeTimeout());
    controller =
        new RevisionController(
            ground.system(),
            ground.database(),
            ground.jobs(),
            ground.outbox(),
            ground.signals(),
            probe,
            clock,
            config.controller());
    tallies = new StepTallies(ground.database(), instanceId, clock);
    rollouts =
        new RolloutController(
            ground.system(),
            ground.database(),
            ground.rollouts(),
            ground.gate(),
            ground.signals(),
            clock);
    routing =
        new RoutingLoop(
            ground.system(),
            counters,
            tallies,
            ground.signals(),
            new LoadReports(ground.system(), instanceId, clock));
    metering =
        new MeteringLoop(
            ground.database(),
            new RequestBilling(ground.database(), ground.ledger(), clock),
            counters,
            ground.signals(),
            config.folder(),
            clock,
            config.metering());
    CaptureQueue<CaptureSettings> queue =
        new CaptureQueue<>(MAX_CAPTURE_BYTES, MAX_CAPTURE_BYTES_PER_TENANT, clock);
    captures =
        CaptureLoop.of(
            ground.database(),
            queue,
            ground.captures(),
            new Predictions(ground.database(), clock)::keep);
    quality = new QualityLoop(ground.system(), ground.database(), clock);
    CaptureQueue<DriftTarget> tallied =
        new CaptureQueue<>(MAX_TALLIED_BYTES, MAX_TALLIED_BYTES_PER_TENANT, clock);
    tallying = new TallyLoop(tallied, ground.database(), ground.references(), clock);
    drift = new DriftLoop(ground.system(), ground.database(), ground.references(), clock);
    dataPlane =
        new DataPlane(
            routing,
            new Credentials(ground.directory(), bearers),
            observer,
            queue,
            tallied,
            config.dataPlane());
  }

  /**
   * @throws IllegalStateException when the port is taken
   */
  public void start() {
    routing.start();
    metering.start();
    controller.start();
    captures.start();
    quality.start();
    tallying.start();
    drift.start();
    tallies.start();
    rollouts.start();
    dataPlane.start();
  }

  /** The port of the data plane. */
  public int port() {
    return dataPlane.port();
  }

  /** Requests that the data plane works on now. */
  public int inFlight() {
    return dataPlane.inFlight();
  }

  /** Finishes what is in flight, bills it, and stops. */
  @Override
  public void close() {
    dataPlane.close();
    captures.close();
    quality.close();
    tallying.close();
    drift.close();
    metering.close();
    tallies.close();
    rollouts.close();
    routing.close();
    controller.close();
    probe.close();
  }
}
