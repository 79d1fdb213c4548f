package io.keelson.serving.dataplane;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** All that the data plane can be asked, for whoever checks that each way in is guarded. */
public final class DataPlaneRoutes {
  private static final String MODEL = "/v2/models/{name}";

  private DataPlaneRoutes() {}

  /** Such as {@code POST /v2/models/{name}/infer}. */
  public static Set<String> rest() {
    Set<String> routes = new TreeSet<>();
    RestDoor.SERVER_PATHS.forEach(path -> routes.add("GET " + path));
    RestPath.ACTIONS.forEach(
        (action, method) ->
            routes.add(
                RestDoor.verb(method) + " " + MODEL + (action.isEmpty() ? "" : "/" + action)));
    return routes;
  }

  /** Such as {@code /inference.GRPCInferenceService/ModelInfer}. */
  public static Set<String> grpc() {
    Set<String> paths = new TreeSet<>();
    Arrays.stream(GrpcMethod.values()).map(GrpcMethod::path).forEach(paths::add);
    return paths;
  }
}
