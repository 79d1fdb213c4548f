package io.keelson.api.graphql.endpoint;

import io.keelson.serving.endpoint.Scaling;
import io.keelson.serving.metering.Traffic;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Traffic and how it is split, as the API shows and takes it. */
public final class TrafficTypes {
  private TrafficTypes() {}

  @Name("Scaling")
  public record ScalingType(
      @NonNull Integer min,
      @NonNull Integer max,
      @NonNull Integer wanted,
      @NonNull Integer ready,
      String reason) {
    static ScalingType of(Scaling scaling) {
      return new ScalingType(
          scaling.min(), scaling.max(), scaling.wanted(), scaling.ready(), scaling.reason());
    }
  }

  @Name("TrafficBucket")
  public record TrafficBucketType(
      @NonNull OffsetDateTime at,
      @NonNull Long requests,
      @NonNull Long errors,
      Double p50Ms,
      Double p95Ms,
      Double p99Ms,
      Double inFlight) {
    static TrafficBucketType of(Traffic.Bucket bucket) {
      return new TrafficBucketType(
          bucket.at(),
          bucket.requests(),
          bucket.errors(),
          bucket.p50Ms(),
          bucket.p95Ms(),
          bucket.p99Ms(),
          bucket.inFlight());
    }
  }

  @Input("RevisionWeightInput")
  public record RevisionWeightSpec(@Id @NonNull String revisionId, @NonNull Integer weight) {}

  public record SetTraffic(
      @Id @NonNull String endpointId,
      @NonNull Integer expectedVersion,
      @NonNull
          @Description(
              "Each revision that shall get traffic, by percent; they add up to 100. READY ones that"
                  + " are left out drain, one with 0 stays ready.")
          List<@NonNull RevisionWeightSpec> weights) {}
}
