package io.keelson.api.graphql.live.message;

/** Why a socket is closed: RFC 6455's codes, and from 4400 on those of graphql-transport-ws. */
public enum CloseCode {
  GOING_AWAY(1001),
  TOO_BIG(1009),
  INTERNAL(1011),
  TRY_AGAIN_LATER(1013),
  MALFORMED(4400),
  UNAUTHORIZED(4401),
  /** The credential that it was opened with does not count any more. */
  FORBIDDEN(4403),
  SUBPROTOCOL(4406),
  INIT_TIMEOUT(4408),
  DUPLICATE_OPERATION(4409),
  TOO_MANY_INITS(4429),
  /** The tenant has as many open sockets as it may. */
  TOO_MANY_SOCKETS(4429);

  private final short code;

  CloseCode(int code) {
    this.code = (short) code;
  }

  public short code() {
    return code;
  }
}
