package io.keelson.api.main;

import io.keelson.api.identity.GatewayBearers;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.Jobs;
import io.keelson.serving.dataplane.DataPlaneConfig;
import io.keelson.serving.dataplane.RequestObserver;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.gateway.GatewayConfig;
import io.keelson.serving.gateway.ServingGateway;
import io.keelson.serving.metering.MeteringConfig;
import io.keelson.serving.revision.ControllerConfig;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.watch.capture.CaptureSink;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.InstantSource;

/** The loops and the listener of the role {@code gateway}. */
@ApplicationScoped
class GatewayLoops {
  private final KeelsonConfig config;
  private final Tracer tracer;
  private final GatewayBearers bearers;
  private final ServingGateway.Ground ground;

  GatewayLoops(
      KeelsonConfig config,
      Tracer tracer,
      GatewayBearers bearers,
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
      InstantSource clock) {
    this.config = config;
    this.tracer = tracer;
    this.bearers = bearers;
    this.ground =
        new ServingGateway.Ground(
            system,
            database,
            directory,
            outbox,
            signals,
            jobs,
            rollouts,
            gate,
            ledger,
            captures,
            references,
            clock);
  }

  /** Listens on the gateway's port until what is returned is closed. */
  AutoCloseable start() {
    Path counters = config.data().resolve("counters");
    DataPlaneConfig plane = DataPlaneConfig.defaults(config.host(), config.gateway().port());
    ServingGateway gateway =
        new ServingGateway(
            ground,
            bearers,
            config.traces().endpoint().isEmpty()
                ? RequestObserver.NONE
                : new PredictionTraces(tracer),
            new GatewayConfig(
                plane,
                ControllerConfig.defaults(),
                new MeteringConfig(
                    config.billing().meteringInterval(),
                    MeteringConfig.defaults().trafficInterval()),
                counters));
    gateway.start();
    return gateway;
  }
}
