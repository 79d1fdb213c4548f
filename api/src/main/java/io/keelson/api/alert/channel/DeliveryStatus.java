package io.keelson.api.alert.channel;

/** {@code WAITING → DELIVERED | FAILED}, and back by hand. */
public enum DeliveryStatus {
  /** It is on its way, or will be tried again. */
  WAITING,
  DELIVERED,
  /** It is given up. */
  FAILED;

  public boolean mayBecome(DeliveryStatus next) {
    return switch (this) {
      case WAITING -> next != WAITING;
      case DELIVERED, FAILED -> next == WAITING;
    };
  }
}
