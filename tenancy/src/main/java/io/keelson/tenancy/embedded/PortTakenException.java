package io.keelson.tenancy.embedded;

/** Another program listens on a port that a server needs. */
public final class PortTakenException extends EmbeddedServerException {

  private static final long serialVersionUID = 1L;

  PortTakenException(String server, int port, String property) {
    super(
        "port %d on 127.0.0.1 is taken by another program (expected: free for %s). Stop that program, or choose another port with the property %s."
            .formatted(port, server, property));
  }
}
