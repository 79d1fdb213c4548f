package io.keelson.api.graphql.live;

import jakarta.enterprise.context.RequestScoped;

/** The reader for whom an operation runs; none for a request over HTTP. */
@RequestScoped
class CurrentReader {
  private LiveReader reader;

  LiveReader get() {
    return reader;
  }

  void set(LiveReader reader) {
    this.reader = reader;
  }
}
