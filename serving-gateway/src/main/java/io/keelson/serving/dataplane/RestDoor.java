package io.keelson.serving.dataplane;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;

/** Where the REST form of the Open Inference Protocol, version 2, comes in. */
final class RestDoor {
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
    HttpServerResponse response = request.response();
    String path = request.path() == null ? "" : request.path();
    if (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    RestPath model = RestPath.parse(path);
    if (model != null) {
      handleModel(request, model);
      return;
    }
    boolean known =
        path.equals("/v2") || path.equals("/v2/health/live") || path.equals("/v2/health/ready");
    if (!known) {
      error(response, 404, "no such path");
    } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      error(response.putHeader("allow", "GET, HEAD"), 405, "only GET is answered here");
    } else {
      answerServer(response, path);
    }
  }

  private void handleModel(HttpServerRequest request, RestPath path) {
    GrpcMethod method = path.method();
    if (method == null) {
      error(request.response(), 404, "no such path");
      return;
    }
    HttpMethod wanted = method == GrpcMethod.MODEL_INFER ? HttpMethod.POST : HttpMethod.GET;
    if (request.method() != wanted) {
      error(
          request.response().putHeader("allow", wanted.name()),
          405,
          "only " + wanted + " is answered here");
      return;
    }
    new RestCall(lane, method, request, path).start();
  }

  /** Bodies are JSON: clients parse them. Whether the server lives is no secret. */
  private void answerServer(HttpServerResponse response, String path) {
    switch (path) {
      case "/v2/health/live" -> json(response, 200, new JsonObject().put("live", true));
      case "/v2/health/ready" -> {
        boolean ready = serving.getAsBoolean();
        json(response, ready ? 200 : 503, new JsonObject().put("ready", ready));
      }
      default ->
          json(
              response,
              200,
              new JsonObject()
                  .put("name", ServerIdentity.NAME)
                  .put("version", ServerIdentity.VERSION)
                  .put("extensions", new JsonArray(ServerIdentity.EXTENSIONS)));
    }
  }

  static void json(HttpServerResponse response, int status, JsonObject body) {
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.toBuffer());
  }

  static void error(HttpServerResponse response, int status, String message) {
    Buffer body = new JsonObject().put("error", message).toBuffer();
    response.setStatusCode(status).putHeader("content-type", "application/json").end(body);
  }
}
