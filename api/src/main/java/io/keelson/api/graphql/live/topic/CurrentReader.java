package io.keelson.api.graphql.live.topic;

import jakarta.enterprise.context.RequestScoped;

/** The reader for whom an operation runs; none for a request over HTTP. */
@RequestScoped
public class CurrentReader {
  private LiveReader reader;

  LiveReader get() {
    return reader;
  }

  public void set(LiveReader reader) {
    this.reader = reader;
  }
}
