package io.keelson.serving.dataplane;

import io.keelson.serving.protocol.Utf16;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Where the REST form of the Open Inference Protocol, version 2, comes in. */
final class RestDoor {
  /** What is asked of the server itself. */
  static final Set<String> SERVER_PATHS = Set.of("/v2", "/v2/health/live", "/v2/health/ready");

  private final Lane lane;
  private final BooleanSupplier serving;

  /**
   * @param serving false while the data plane drains
   */
  RestDoor(Lane lane, BooleanSupplier serving) {
    this.lane = lane;
    this.serving = serving;
  }

  void handle(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    if (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    RestPath model = RestPath.parse(path);
    if (model != null) {
      handleModel(request, model);
      return;
    }
    if (!SERVER_PATHS.contains(path)) {
      refuse(request, 404, "no such path");
    } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader("allow", "GET, HEAD");
      refuse(request, 405, "only GET is answered here");
    } else {
      OwnAnswer.leaving(lane, request, answerServer(request.response(), path));
    }
  }

  private void refuse(HttpServerRequest request, int status, String message) {
    OwnAnswer.leaving(lane, request, error(request.response(), status, message));
  }

  private void handleModel(HttpServerRequest request, RestPath path) {
    GrpcMethod method = path.method();
    if (method == null) {
      refuse(request, 404, "no such path");
      return;
    }
    HttpMethod wanted = verb(method);
    if (request.method() != wanted) {
      request.response().putHeader("allow", wanted.name());
      refuse(request, 405, "only " + wanted + " is answered here");
      return;
    }
    new RestCall(lane, method, request, path).start();
  }

  static HttpMethod verb(GrpcMethod method) {
    return method == GrpcMethod.MODEL_INFER ? HttpMethod.POST : HttpMethod.GET;
  }

  /** Bodies are JSON: clients parse them. Whether the server lives is no secret. */
  private Future<Void> answerServer(HttpServerResponse response, String path) {
    return switch (path) {
      case "/v2/health/live" -> json(response, 200, new JsonObject().put("live", true));
      case "/v2/health/ready" -> {
        boolean ready = serving.getAsBoolean();
        yield json(response, ready ? 200 : 503, new JsonObject().put("ready", ready));
      }
      default ->
          json(
              response,
              200,
              new JsonObject()
                  .put("name", ServerIdentity.NAME)
                  .put("version", ServerIdentity.VERSION)
                  .put("extensions", new JsonArray(ServerIdentity.EXTENSIONS)));
    };
  }

  static Future<Void> json(HttpServerResponse response, int status, JsonObject body) {
    return response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.toBuffer());
  }

  static Future<Void> error(HttpServerResponse response, int status, String message) {
    return json(response, status, new JsonObject().put("error", Utf16.repaired(message)));
  }
}
