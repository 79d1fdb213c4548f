package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.deployment.Predictions;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Predictions one by one. They change nothing but the bill, so the audit log leaves them out. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class PredictionApi {
  private final CallContext call;
  private final Predictions predictions;

  PredictionApi(CallContext call, Predictions predictions) {
    this.call = call;
    this.predictions = predictions;
  }

  @Name("Prediction")
  @Description("What a model answered.")
  public record PredictionType(
      @NonNull @Description("Milliseconds between the gateway being asked and its answer.")
          Double latencyMs,
      @NonNull @Description("The tensors, as Open Inference Protocol v2 writes them in JSON.")
          JsonValue outputs) {}

  @Description("A call of a model.")
  public record Predict(
      @Id @NonNull @Description("The endpoint, which has a READY revision.") String endpointId,
      @NonNull
          @Description(
              "The tensors, as Open Inference Protocol v2 writes them in JSON: name, datatype, shape, data.")
          JsonValue inputs) {}

  @Mutation
  @Requires(Permission.ENDPOINT_INVOKE)
  @NonNull
  @Description("One call of the endpoint through the gateway, as the caller; billed as any other.")
  public PredictionType predict(
      @NonNull @Description("The endpoint, and what it is asked.") Predict input) {
    Predictions.Prediction answer =
        predictions.predict(
            call.principal(),
            call.bearer(),
            GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
            input.inputs(),
            TraceContext.traceparent());
    return new PredictionType(answer.latencyMs(), answer.outputs());
  }
}
