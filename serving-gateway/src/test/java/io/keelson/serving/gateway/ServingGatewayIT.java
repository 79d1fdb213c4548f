package io.keelson.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.keelson.serving.dataplane.BearerAuthenticator;
import io.keelson.serving.dataplane.DataPlaneConfig;
import io.keelson.serving.dataplane.RequestObserver;
import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.metering.MeteringConfig;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.keelson.serving.revision.ControllerConfig;
import io.keelson.serving.revision.ReplicaJobEvents;
import io.keelson.serving.testing.PlayedBroker;
import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.testing.TestReplica;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.event.Event;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a deployment to a billed prediction, with everything real but the broker and the model. */
@Timeout(120)
final class ServingGatewayIT {
  private static final byte[] REQUEST =
      ModelInferRequest.newBuilder().setModelName("wine").setId("1").build().toByteArray();
  private static final String OIDC_TOKEN = "a.token.of-the-identity-provider";

  @TempDir Path folder;
  private final UUID project = Ids.next();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<TestReplica> replicas = new ArrayList<>();
  private final AtomicReference<Principal> person = new AtomicReference<>();
  private ServingGround ground;
  private PlayedBroker broker;
  private UUID tenant;
  private ServingGateway gateway;

  @BeforeEach
  void start() {
    ground = new ServingGround();
    ground.time.set(java.time.Instant.now());
    broker = new PlayedBroker(ground);
    tenant = ground.tenant("acme");
    gateway = gateway();
    gateway.start();
  }

  private ServingGateway gateway() {
    InstantSource clock = InstantSource.system();
    BearerAuthenticator bearers =
        (token, slug) ->
            CompletableFuture.completedFuture(
                token.equals(OIDC_TOKEN) && "acme".equals(slug)
                    ? Optional.ofNullable(person.get())
                    : Optional.empty());
    GatewayConfig config =
        new GatewayConfig(
            DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(1),
            ControllerConfig.defaults(),
            MeteringConfig.defaults(),
            folder.resolve("counters"));
    return new ServingGateway(
        new ServingGateway.Ground(
            ground.system,
            ground.database,
            new AccessDirectory(ground.system, clock),
            ground.outbox,
            ground.signals,
            ground.jobs,
            ground.rolloutChanges(),
            ground.gate,
            ground.ledger,
            (tenant, endpoint, collector, rows) -> rows.size(),
            new References(ground.database, clock),
            clock),
        bearers,
        RequestObserver.NONE,
        config);
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
      channel.awaitTermination(5, TimeUnit.SECONDS);
    }
    gateway.close();
    replicas.forEach(TestReplica::close);
    ground.close();
  }

  private String key(UUID ofTenant, Permission... permissions) {
    ApiKeySecret secret = ApiKeySecret.generate();
    ground.execute(
        """
        INSERT INTO tenancy.api_key
          (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at)
        VALUES (?, ?, 'ci', ?, ?, string_to_array(?, ','), '{}', 'owner', now())
        """,
        ofTenant,
        Ids.next(),
        secret.prefix(),
        secret.hash(),
        String.join(",", java.util.Arrays.stream(permissions).map(Enum::name).toList()));
    return secret.value();
  }

  private ManagedChannel channel(String token, String slug) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    if (slug != null) {
      headers.put(Metadata.Key.of("x-keelson-tenant", Metadata.ASCII_STRING_MARSHALLER), slug);
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    channels.add(channel);
    return channel;
  }

  private static byte[] infer(ManagedChannel channel) {
    return ClientCalls.blockingUnaryCall(
        channel, TestReplica.method("ModelInfer"), TestReplica.within(20), REQUEST);
  }

  private static Status.Code refusal(ManagedChannel channel) {
    try {
      infer(channel);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void until(String what, BooleanSupplier reached) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " within 40 s").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  private List<Replica> replicasOf(Rollouts.Deployed deployed) {
    return ground.endpoints.replicas(tenant, deployed.revisionId());
  }

  private RevisionStatus status(Rollouts.Deployed deployed) {
    return ground.endpoints.revision(tenant, deployed.revisionId()).status();
  }

  /** Deploys and plays broker and model until the revision is READY. */
  private Rollouts.Deployed serve(byte[] answer) throws IOException {
    return serve(answer, null);
  }

  private Rollouts.Deployed serve(byte[] answer, Integer weight) throws IOException {
    Rollouts.Deployed deployed =
        ground.deploy(tenant, ServingGround.spec(project, "wine", 1, weight));
    load(deployed, answer);
    return deployed;
  }

  private void load(Rollouts.Deployed deployed, byte[] answer) throws IOException {
    until("a replica is asked for", () -> !replicasOf(deployed).isEmpty());
    TestReplica replica =
        new TestReplica()
            .answering(
                "ModelReady",
                request -> ModelReadyResponse.newBuilder().setReady(true).build().toByteArray())
            .answering("ModelInfer", request -> answer);
    replicas.add(replica);
    broker.run(tenant, project, replicasOf(deployed).getFirst().jobId(), replica.socket());
    until("the revision is ready", () -> status(deployed) == RevisionStatus.READY);
  }

  @Test
  void aDeploymentIsReadyPredictsAndIsBilled() throws IOException {
    Rollouts.Deployed deployed = serve(new byte[] {1});
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), null);
    until("the route is there", () -> refusal(caller) == Status.Code.OK);
    for (int i = 0; i < 9; i++) {
      assertThat(infer(caller)).containsExactly(1);
    }

    gateway.close();

    assertThat(
            ground.query(
                "SELECT quantity FROM billing.usage_event WHERE meter = 'inference.requests'"))
        .hasSize(1)
        .allSatisfy(quantity -> assertThat((BigDecimal) quantity).isEqualByComparingTo("10"));
    assertThat(ground.query("SELECT sum(requests - errors)::bigint FROM serving.traffic"))
        .containsExactly(10L);
    assertThat(ground.query("SELECT endpoint_id FROM serving.traffic"))
        .containsOnly(deployed.endpointId());
    assertThat(folder.resolve("counters")).isEmptyDirectory();
  }

  @Test
  void whatAnEndpointIsAskedIsCountedByTheProfileOfItsModel() throws IOException {
    Rollouts.Deployed deployed = serve(new byte[0]);
    UUID version = ground.endpoints.revision(tenant, deployed.revisionId()).modelVersionId();
    References references = new References(ground.database, ground.clock);
    Drift drift = new Drift(ground.database, references, ground.signals);
    ground.database.transact(
        tenant,
        tx -> {
          references.keep(
              tx,
              version,
              References.parse(
                  """
                  {"rows":100,"features":[{"name":"size","tensor":"x","column":0,
                    "bins":{"kind":"numeric","edges":[1]},"counts":[50,50,0]}]}
                  """));
          drift.set(
              tx, new DriftRule.Wanted(deployed.endpointId(), null, 1, Duration.ofMinutes(1), 100));
          return null;
        });
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), null);
    byte[] sized =
        ModelInferRequest.newBuilder()
            .setModelName("wine")
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype("FP32")
                    .addShape(2))
            .addRawInputContents(ByteString.copyFrom(new byte[2 * Float.BYTES]))
            .build()
            .toByteArray();
    until("the route is there", () -> refusal(caller) == Status.Code.OK);

    until(
        "two rows of a request are counted",
        () -> {
          ClientCalls.blockingUnaryCall(
              caller, TestReplica.method("ModelInfer"), TestReplica.within(20), sized);
          return !ground.query("SELECT 1 FROM serving.drift_window").isEmpty();
        });
    gateway.close();

    assertThat(ground.query("SELECT counts[1] = rows AND rows % 2 = 0 FROM serving.drift_window"))
        .isNotEmpty()
        .containsOnly(true);
    assertThat(ground.query("SELECT sum(rows)::bigint FROM serving.drift_window"))
        .containsExactly(
            drift
                .rulesOf(tenant, List.of(deployed.endpointId()))
                .get(deployed.endpointId())
                .counted());
  }

  @Test
  void keysOfOtherTenantsAndOtherRightsAreRefused() throws IOException {
    serve(new byte[] {1});
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), null);
    until("the route is there", () -> refusal(caller) == Status.Code.OK);
    UUID other = ground.tenant("globex");

    assertThat(refusal(channel(key(other, Permission.ENDPOINT_INVOKE), null)))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal(channel(key(tenant, Permission.ENDPOINT_READ), null)))
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refusal(channel(key(tenant, Permission.COST_READ), null)))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal(channel(key(tenant, Permission.ENDPOINT_INVOKE), "globex")))
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal(channel("ksn_" + "x".repeat(43), null)))
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void aRevokedKeyIsRefusedWithinSeconds() throws IOException {
    serve(new byte[] {1});
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), "acme");
    until("the route is there", () -> refusal(caller) == Status.Code.OK);

    ground.execute("UPDATE tenancy.api_key SET revoked_at = now()");

    until("the key is refused", () -> refusal(caller) == Status.Code.UNAUTHENTICATED);
  }

  @Test
  void tokensOfTheIdentityProviderNameTheirTenantByHeader() throws IOException {
    serve(new byte[] {1});
    person.set(
        new Principal(
            Principal.Kind.PERSON,
            Ids.next(),
            tenant,
            "acme",
            "engineer",
            Set.of(),
            Map.of(project, Set.of(Permission.ENDPOINT_INVOKE)),
            null));
    ManagedChannel caller = channel(OIDC_TOKEN, "acme");
    until("the route is there", () -> refusal(caller) == Status.Code.OK);

    assertThat(refusal(channel(OIDC_TOKEN, null))).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal(channel(OIDC_TOKEN, "globex"))).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void trafficMovesToTheNextRevisionWithoutAFailure() throws Exception {
    serve(new byte[] {1});
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), null);
    until("the route is there", () -> refusal(caller) == Status.Code.OK);
    Load load = new Load(caller);

    Rollouts.Deployed next = serve(new byte[] {2});
    until("the new revision answers", () -> infer(caller)[0] == 2);
    until(
        "the old one is told to end",
        () ->
            !ground
                .query("SELECT id FROM compute.job WHERE stop_requested_at IS NOT NULL")
                .isEmpty());
    replicas.getFirst().close();

    assertThat(load.end()).isNull();
    assertThat(status(next)).isEqualTo(RevisionStatus.READY);
  }

  /** One call after the other, until one fails. */
  private static final class Load {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean ended;
    private final Thread thread;

    Load(ManagedChannel caller) {
      thread = Thread.startVirtualThread(() -> run(caller));
    }

    private void run(ManagedChannel caller) {
      while (!ended && failure.get() == null) {
        try {
          infer(caller);
        } catch (RuntimeException e) {
          failure.set(e);
        }
      }
    }

    /** The failure, or null where there was none. */
    Throwable end() throws InterruptedException {
      ended = true;
      thread.join();
      return failure.get();
    }
  }

  private boolean isDraining(Rollouts.Deployed deployed) {
    return status(deployed) == RevisionStatus.DRAINING;
  }

  /** Plays the broker that ends a replica whose requests are done. */
  private void endWhenTold(Rollouts.Deployed deployed, TestReplica replica) {
    UUID job = replicasOf(deployed).getFirst().jobId();
    until(
        "it is told to end",
        () ->
            !ground
                .query(
                    "SELECT id FROM compute.job WHERE id = ? AND stop_requested_at IS NOT NULL",
                    job)
                .isEmpty());
    replica.close();
    broker.end(job, "CANCELLED", "told to");
  }

  @Test
  void aCanaryASplitAndARollbackFailNoRequest() throws Exception {
    Rollouts.Deployed first = serve(new byte[] {1});
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), null);
    until("the route is there", () -> refusal(caller) == Status.Code.OK);
    Load load = new Load(caller);

    Rollouts.Deployed canary = serve(new byte[] {2}, 30);
    until("the canary gets its share", () -> infer(caller)[0] == 2);
    until("the first one keeps the rest", () -> infer(caller)[0] == 1);
    ground.setTraffic(tenant, first.endpointId(), new RevisionWeight(canary.revisionId(), 100));
    assertThat(isDraining(first)).isTrue();
    endWhenTold(first, replicas.getFirst());
    until("the first one has stopped", () -> status(first) == RevisionStatus.STOPPED);
    UUID back = ground.rollBack(tenant, first.endpointId());
    assertThat(infer(caller)).containsExactly(2);
    load(new Rollouts.Deployed(first.endpointId(), back), new byte[] {3});
    endWhenTold(canary, replicas.get(1));
    until("the way back is done", () -> infer(caller)[0] == 3);

    assertThat(load.end()).isNull();
    assertThat(infer(caller)).containsExactly(3);
  }

  @Test
  void aReplicaWhoseJobHasEndedLeavesTheRoutesAtOnceAndIsReplaced() throws IOException {
    Rollouts.Deployed deployed = serve(new byte[] {1});
    ManagedChannel caller = channel(key(tenant, Permission.ENDPOINT_INVOKE), null);
    until("the route is there", () -> refusal(caller) == Status.Code.OK);
    UUID job = replicasOf(deployed).getFirst().jobId();
    replicas.getFirst().close();
    broker.end(job, "FAILED", "killed");
    ReplicaJobEvents events = new ReplicaJobEvents(ground.signals, InstantSource.system());
    ground.database.transact(
        tenant,
        tx -> {
          events.handle(
              tx,
              new Event(
                  Ids.next(), tenant, "JobFinished", job, new JsonObject(), null, ground.now()));
          return null;
        });

    until(
        "there is a second attempt",
        () -> replicasOf(deployed).stream().anyMatch(replica -> replica.attempt() == 2));
    assertThat(refusal(caller)).isEqualTo(Status.Code.UNAVAILABLE);
    TestReplica second =
        new TestReplica()
            .answering(
                "ModelReady",
                request -> ModelReadyResponse.newBuilder().setReady(true).build().toByteArray())
            .answering("ModelInfer", request -> new byte[] {3});
    replicas.add(second);
    broker.run(tenant, project, replicasOf(deployed).getFirst().jobId(), second.socket());
    until("it answers again", () -> refusal(caller) == Status.Code.OK);
    assertThat(infer(caller)).containsExactly(3);
    assertThat(status(deployed)).isEqualTo(RevisionStatus.READY);
  }
}
