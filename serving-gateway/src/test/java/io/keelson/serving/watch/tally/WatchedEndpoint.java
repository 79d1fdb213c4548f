package io.keelson.serving.watch.tally;

import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureTap;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftLoop;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.profile.Reference;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** An endpoint that is watched for drift, two gateways that count, and the loop that judges. */
final class WatchedEndpoint implements AutoCloseable {
  static final int HOUR = 3_600;
  static final int TRAINED = 2_000;

  final ServingGround ground = new ServingGround();
  final References references = new References(ground.database, ground.clock);
  final Drift drift = new Drift(ground.database, references, ground.signals);
  final DriftLoop judge = new DriftLoop(ground.system, ground.database, references, ground.clock);
  final CaptureQueue<DriftTarget> oneQueue = queue();
  final CaptureQueue<DriftTarget> otherQueue = queue();
  final TallyLoop one = gateway(oneQueue);
  final TallyLoop other = gateway(otherQueue);
  final UUID tenant = ground.tenant("acme");
  final UUID endpoint;
  private final Random random = new Random(7);
  private DriftTarget target;

  WatchedEndpoint() {
    DeploySpec spec = ServingGround.spec(Ids.next(), "wine", 1);
    spec.signature().put("inputs", new JsonArray("[{\"name\": \"features\", \"shape\": [-1, 2]}]"));
    endpoint = watch(tenant, spec);
    target = new DriftTarget(spec.modelVersionId(), 1, HOUR);
  }

  /** Deploys and watches an endpoint of a tenant. */
  UUID watch(UUID of, DeploySpec spec) {
    UUID deployed = ground.deploy(of, spec).endpointId();
    ReferenceProfile profile = Profiles.of(normal(TRAINED, 0), normal(TRAINED, 0), labels(TRAINED));
    ground.database.transact(
        of,
        tx -> {
          references.keep(tx, spec.modelVersionId(), Reference.of(profile));
          drift.set(tx, new DriftRule.Wanted(deployed, null, 1, Duration.ofHours(1), 100));
          return null;
        });
    return deployed;
  }

  CaptureQueue<DriftTarget> queue() {
    return new CaptureQueue<>(4 << 20, 4 << 20, ground.clock);
  }

  TallyLoop gateway(CaptureQueue<DriftTarget> queue) {
    return new TallyLoop(queue, ground.database, references, ground.clock);
  }

  DriftTarget target() {
    return target;
  }

  /** Windows have another length from now on. */
  void windowsOf(int seconds) {
    target = new DriftTarget(target.modelVersionId(), 1, seconds);
  }

  private double[] normal(int rows, double shift) {
    return random.doubles(rows).map(uniform -> random.nextGaussian() + shift).toArray();
  }

  private double[] labels(int rows) {
    return random.ints(rows, 0, 2).asDoubleStream().toArray();
  }

  private ModelInferRequest request(int rows, double shift) {
    float[][] batch = new float[rows][];
    Arrays.setAll(
        batch,
        row ->
            new float[] {(float) (random.nextGaussian() + shift), (float) random.nextGaussian()});
    return Messages.request(batch);
  }

  void ask(CaptureQueue<DriftTarget> gateway, int rows, double shift) {
    answered(gateway, request(rows, shift), random.longs(rows, 0, 2).toArray());
  }

  /** Asks of five rows, with another input. */
  void askWith(CaptureQueue<DriftTarget> gateway, String name) {
    ModelInferRequest.Builder request = request(5, 0).toBuilder();
    request.addInputs(ModelInferRequest.InferInputTensor.newBuilder().setName(name));
    answered(gateway, request.build(), random.longs(5, 0, 2).toArray());
  }

  void answered(CaptureQueue<DriftTarget> gateway, ModelInferRequest request, long... labels) {
    CaptureTap<DriftTarget> tap = gateway.tap(tenant, endpoint, 1, target);
    tap.request(Messages.framed(request));
    tap.answer(Messages.framed(Messages.answer(labels)));
    tap.answered(1_000);
  }

  /** Both gateways count in a window, and an hour passes. */
  void hour(int rowsOfEach, double shift) {
    ask(oneQueue, rowsOfEach, shift);
    ask(otherQueue, rowsOfEach, shift);
    one.flush();
    other.flush();
    ground.passSeconds(HOUR);
  }

  void judge() {
    ground.passSeconds(60);
    boolean more = true;
    while (more) {
      more = judge.judgeDue();
    }
    ground.passSeconds(-60);
  }

  List<DriftWindow> windows() {
    return drift.windows(tenant, endpoint, null, null, 50);
  }

  DriftRule rule() {
    return drift.rulesOf(tenant, List.of(endpoint)).get(endpoint);
  }

  /**
   * @param condition of the tenant's windows
   */
  long count(UUID of, String condition) {
    return ground
        .database
        .read(
            of,
            "SELECT count(*) AS found FROM serving.drift_window WHERE tenant_id = $1 AND "
                + condition,
            of)
        .iterator()
        .next()
        .getLong("found");
  }

  @Override
  public void close() {
    ground.close();
  }
}
