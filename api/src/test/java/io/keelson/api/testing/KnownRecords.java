package io.keelson.api.testing;

import io.keelson.tenancy.signon.DomainRecords;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS that shows what a test says. */
@Mock
@ApplicationScoped
public class KnownRecords implements DomainRecords {
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();

  public void show(String name, String text) {
    texts.put(name, List.of("v=spf1 -all", text));
  }

  @Override
  public List<String> texts(String name) {
    return texts.getOrDefault(name, List.of());
  }
}
