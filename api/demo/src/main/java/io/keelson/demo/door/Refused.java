package io.keelson.demo.door;

/** A door said no, with a code: of the API, of HTTP, or of gRPC. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String code;

  public Refused(String code, String message) {
    super(code + ": " + message);
    this.code = code;
  }

  /** Such as {@code FORBIDDEN}. */
  public String code() {
    return code;
  }

  /** Whether the server says that the fault is its own. */
  public boolean isOfServer() {
    return code.startsWith("HTTP 5");
  }

  /** Whether the same request may be answered later: the server is not there, or not ready. */
  public boolean mayPass() {
    return code.equals("UNREACHABLE") || code.equals("UNAVAILABLE") || isOfServer();
  }
}
