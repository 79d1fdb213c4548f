package io.keelson.serving.dataplane;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import java.util.UUID;

/** Who may use an endpoint in which way, and what those are told who may not. */
final class ModelAccess {
  private ModelAccess() {}

  /** What a caller is told instead of an answer. */
  record Refusal(Status status, String message) {}

  /**
   * Null where the caller may use the endpoint in this way.
   *
   * @param found null where there is none of the name
   */
  static Refusal refusal(Principal caller, Route found, String name, GrpcMethod method) {
    UUID project = found == null ? null : found.projectId();
    boolean mayInvoke = found != null && caller.may(Permission.ENDPOINT_INVOKE, project);
    boolean mayRead = found != null && caller.may(Permission.ENDPOINT_READ, project);
    if (!mayInvoke && !mayRead) {
      // An endpoint that the caller may not know of looks like one that is not there.
      return new Refusal(Status.NOT_FOUND, "model \"" + shown(name) + "\" not found");
    }
    if (!mayInvoke && method == GrpcMethod.MODEL_INFER) {
      return new Refusal(Status.PERMISSION_DENIED, "needs the permission ENDPOINT_INVOKE");
    }
    return null;
  }

  static Refusal noVersion(String name, String version) {
    return new Refusal(
        Status.NOT_FOUND,
        "model \"" + shown(name) + "\" has no ready version \"" + shown(version) + "\"");
  }

  /** Of a version that a caller names: 0 where it names none, less where it is no number. */
  static int number(String version) {
    if (version.isEmpty()) {
      return 0;
    }
    try {
      int number = Integer.parseInt(version);
      return number > 0 ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String shown(String value) {
    String cut = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return cut.chars().anyMatch(Character::isISOControl) ? "?" : cut;
  }
}
