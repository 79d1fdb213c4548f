package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.Receiver;
import io.keelson.api.catalog.CatalogFixture;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Webhooks of one project, and somebody who listens at their address. */
abstract class ListenedChannels {
  CatalogFixture fixture;
  ChannelParts parts;
  Receiver receiver;
  UUID projectId;

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    parts = new ChannelParts(fixture);
    receiver = new Receiver();
    projectId = fixture.project("alerts").id();
  }

  @AfterEach
  void close() {
    receiver.close();
    parts.close();
    fixture.close();
  }

  Channel webhook(String name) {
    return parts.webhook(projectId, name, receiver.url()).channel();
  }
}
