package io.keelson.api.graphql.endpoint;

import io.keelson.api.graphql.endpoint.EndpointTypes.RevisionType;
import io.keelson.serving.endpoint.Revision;
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
  @Description(
      "How many replicas an endpoint has and should have, over the revisions that count now.")
  public record ScalingType(
      @NonNull @Description("How many are kept at least.") Integer min,
      @NonNull @Description("How many there may be.") Integer max,
      @NonNull @Description("How many are asked for now.") Integer wanted,
      @NonNull @Description("How many take requests.") Integer ready,
      @Description(
              "Why not all that are wanted are ready, or why none are wanted; null when all is well.")
          String reason) {
    static ScalingType of(Scaling scaling) {
      return new ScalingType(
          scaling.min(), scaling.max(), scaling.wanted(), scaling.ready(), scaling.reason());
    }
  }

  @Name("TrafficBucket")
  @Description(
      "What an endpoint, or one of its revisions, was asked from one moment to the next, over all gateways.")
  public record TrafficBucketType(
      @NonNull @Description("When it begins.") OffsetDateTime at,
      @NonNull @Description("How many requests there were, with those that failed.") Long requests,
      @NonNull @Description("How many of the requests failed.") Long errors,
      @Description(
              "Half of the requests took so many milliseconds or fewer; null where there were none.")
          Double p50Ms,
      @Description(
              "95 % of the requests took so many milliseconds or fewer; null where there were none.")
          Double p95Ms,
      @Description(
              "99 % of the requests took so many milliseconds or fewer; null where there were none.")
          Double p99Ms,
      @Description("How many requests were in flight on average.") Double inFlight) {
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

  @Name("RevisionTraffic")
  @Description("What one revision of an endpoint was asked in a period.")
  public record RevisionTrafficType(
      @NonNull @Description("The revision.") RevisionType revision,
      @NonNull
          @Description(
              "At most 200, of equal length, oldest first; those without requests are left out.")
          List<@NonNull TrafficBucketType> buckets) {
    static RevisionTrafficType of(Revision revision, List<Traffic.Bucket> buckets) {
      return new RevisionTrafficType(
          new RevisionType(revision), buckets.stream().map(TrafficBucketType::of).toList());
    }
  }

  @Input("RevisionWeightInput")
  @Description("A revision's share of the traffic.")
  public record RevisionWeightSpec(
      @Id @NonNull @Description("The revision, which is READY.") String revisionId,
      @NonNull @Description("Percent, 0 to 100.") Integer weight) {}

  @Description("How an endpoint's traffic shall be split.")
  public record SetTraffic(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @NonNull
          @Description(
              "Each revision that shall get traffic, at most 32, by percent; they add up to 100. READY ones that are left out drain, one with 0 stays ready.")
          List<@NonNull RevisionWeightSpec> weights) {}
}
