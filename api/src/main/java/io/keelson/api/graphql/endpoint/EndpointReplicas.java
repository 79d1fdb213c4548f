package io.keelson.api.graphql.endpoint;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.cost.CostTypes.PeriodSpec;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.serving.metering.ReplicaHistory;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** How many replicas an endpoint had. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class EndpointReplicas {
  private final ReplicaHistory history;
  private final EndpointReads reads;

  EndpointReplicas(ReplicaHistory history, EndpointReads reads) {
    this.history = history;
    this.reads = reads;
  }

  @Name("ReplicaBucket")
  @Description(
      "How many replicas an endpoint had from one moment to the next, over all its revisions. A replica counts from when it was first ready until it has ended.")
  public record ReplicaBucketType(
      @NonNull @Description("When it begins.") OffsetDateTime at,
      @NonNull
          @Description("How many there were when it was over, or are now where it is under way.")
          Integer ready,
      @NonNull @Description("How many became ready in it.") Integer started,
      @NonNull @Description("How many ended in it.") Integer ended) {
    static ReplicaBucketType of(ReplicaHistory.Bucket bucket) {
      return new ReplicaBucketType(bucket.at(), bucket.ready(), bucket.started(), bucket.ended());
    }
  }

  @NonNull
  @Description(
      "How many replicas it had: at most 200 buckets of equal length, oldest first, each that has begun.")
  public List<@NonNull ReplicaBucketType> replicaHistory(
      @Source EndpointType source,
      @NonNull @Description("At most 31 days.") PeriodSpec period,
      @DefaultValue("60")
          @Description(
              "How many buckets at most, 1 to 200; each is a whole number of minutes long.")
          Integer buckets) {
    EndpointReads.Within read = reads.require(source, period);
    int most = Input.present("buckets", buckets);
    return history.read(read.tenantId(), read.endpointId(), read.from(), read.to(), most).stream()
        .map(ReplicaBucketType::of)
        .toList();
  }
}
