package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Addresses;
import io.keelson.demo.door.Credential;
import io.keelson.demo.door.Downloads;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.door.InferenceGrpc;
import io.keelson.demo.door.InferenceRest;
import io.keelson.demo.door.PersonSignIn;
import io.keelson.demo.door.TusClient;
import io.keelson.demo.door.WebhookListener;
import io.keelson.demo.step.Fact;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One walk: the doors as each caller sees them, and what its steps have left so far. */
final class DemoRun implements AutoCloseable {
  private static final DateTimeFormatter RUN_NAME =
      DateTimeFormatter.ofPattern("'wine-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  final Addresses addresses;
  final InstantSource clock;

  /** Of the project and its endpoint; no other walk has it. */
  final String slug;

  final GraphQlClient owner;
  final GraphQlClient engineer;
  final GraphQlClient reviewer;
  final GraphQlClient viewer;
  final GraphQlClient other;
  final GraphQlClient otherPerson;
  final TusClient tus;
  final Downloads downloads;
  final InferenceRest rest;
  final InferenceGrpc grpc;
  final InferenceRest otherRest;
  final InferenceGrpc otherGrpc;

  final Fact<String> signedIn = new Fact<>("sign-in");
  final Fact<String> projectId = new Fact<>("project");
  final Fact<String> wineVersionId = new Fact<>("open data set version");
  final Fact<String> uploadedWine = new Fact<>("uploaded file");
  final Fact<String> validatedWine = new Fact<>("validated data set version");
  final Fact<ShapedWine> shaped = new Fact<>("shaped data set version");
  final Fact<String> experimentId = new Fact<>("experiment");
  final Fact<TrainedRun> firstRun = new Fact<>("finished first run");
  final Fact<TrainedRun> secondRun = new Fact<>("finished second run");
  final Fact<TrainedRun> bestRun = new Fact<>("best run");
  final Fact<RegisteredVersion> registered = new Fact<>("registered model version");
  final Fact<RegisteredVersion> approved = new Fact<>("approved model version");
  final Fact<String> deployedId = new Fact<>("deployed endpoint");
  final Fact<String> endpointId = new Fact<>("ready endpoint");
  final Fact<HeldOut> heldOut = new Fact<>("table of held-out rows");
  final Fact<Readings> readings = new Fact<>("other instrument");
  final Fact<float[][]> shiftedRows = new Fact<>("row that reads otherwise");
  final Fact<Traffic> traffic = new Fact<>("traffic");
  final Fact<String> channelId = new Fact<>("channel of alerts");
  final Fact<String> alertRuleId = new Fact<>("rule of alerts");
  final Fact<JsonNode> alert = new Fact<>("alert that fires");
  final Fact<String> retraining = new Fact<>("retraining");

  /** Runs of all jobs, whether they ended well or not. */
  final List<String> submittedRuns = new ArrayList<>();

  /** Other jobs that the bill has. */
  final List<String> jobsWithoutRun = new ArrayList<>();

  /** What the platform tells of alerts. */
  final WebhookListener webhook = new WebhookListener();

  private final AtomicLong predictionsSent = new AtomicLong();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  DemoRun(Addresses addresses, InstantSource clock) {
    this.addresses = addresses;
    this.clock = clock;
    slug = RUN_NAME.format(clock.instant());
    owner = person("owner", addresses.tenant());
    engineer = person(addresses.user(), addresses.tenant());
    reviewer = person("reviewer", addresses.tenant());
    viewer = caller(addresses.tenant(), Credential.apiKey(addresses.viewerApiKey()));
    other = caller(addresses.otherTenant(), Credential.apiKey(addresses.otherApiKey()));
    otherPerson = person("other-owner", addresses.tenant());
    tus = new TusClient(http);
    downloads = new Downloads(http);
    rest = new InferenceRest(http, addresses, addresses.apiKey());
    grpc = new InferenceGrpc(addresses, addresses.apiKey());
    otherRest = new InferenceRest(http, addresses, addresses.otherApiKey());
    otherGrpc = new InferenceGrpc(addresses, addresses.otherApiKey());
  }

  private GraphQlClient person(String user, String tenant) {
    return caller(tenant, new PersonSignIn(http, addresses, user, addresses.password(), clock));
  }

  private GraphQlClient caller(String tenant, Credential credential) {
    return new GraphQlClient(http, addresses, tenant, credential);
  }

  /** A request that a replica has answered. */
  void predictionSent() {
    predictionsSent.incrementAndGet();
  }

  long predictionsSent() {
    return predictionsSent.get();
  }

  @Override
  public void close() {
    traffic.ifKnown(Traffic::close);
    webhook.close();
    grpc.close();
    otherGrpc.close();
    http.close();
  }
}
