package io.keelson.tenancy.testing;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import java.util.Set;

/** Takes events of these types, so that they are stored; without a relay nobody delivers them. */
public record Listener(Set<String> types) implements EventHandler {
  public Listener(String... types) {
    this(Set.of(types));
  }

  @Override
  public String name() {
    return "listener";
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {}
}
