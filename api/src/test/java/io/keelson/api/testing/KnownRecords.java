package io.keelson.api.testing;

import io.keelson.tenancy.signon.DomainRecords;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS that shows what a test says. */
@Mock
@ApplicationScoped
public class KnownRecords implements DomainRecords {
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();

  public void show(String name, String text) {
    texts
        .computeIfAbsent(name, any -> new CopyOnWriteArrayList<>(List.of("v=spf1 -all")))
        .add(text);
  }

  public void hide(String name) {
    texts.remove(name);
  }

  @Override
  public List<String> texts(String name) {
    return texts.getOrDefault(name, List.of());
  }
}
