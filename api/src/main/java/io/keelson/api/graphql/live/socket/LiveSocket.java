package io.keelson.api.graphql.live.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keelson.api.graphql.live.message.ClientMessage;
import io.keelson.api.graphql.live.message.ClientMessage.Complete;
import io.keelson.api.graphql.live.message.ClientMessage.ConnectionInit;
import io.keelson.api.graphql.live.message.ClientMessage.Malformed;
import io.keelson.api.graphql.live.message.ClientMessage.Ping;
import io.keelson.api.graphql.live.message.ClientMessage.Pong;
import io.keelson.api.graphql.live.message.ClientMessage.Subscribe;
import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.graphql.live.message.ServerMessages;
import io.keelson.api.graphql.live.topic.Unread;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.Standing;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One socket, from the first message that says who opened it to its end. All of it happens on the
 * socket's event loop, except where a method says that it may be called from anywhere.
 */
final class LiveSocket implements Handshake.Outcome {
  private static final Logger LOG = Logger.getLogger(LiveSocket.class);

  /** Pings are answered below us, whether or not the answers are taken. */
  private static final int MAX_UNTAKEN_PONGS = 100;

  private final ServerWebSocket socket;
  private final Context context;
  private final String requestId;
  private final String address;
  private final LiveServices services;
  private final LiveConfig config;
  private final InstantSource clock;
  private final Admission admission;
  private final Handshake handshake;
  private final SignsOfLife life;
  private final IncomingMessages incoming;
  private final SocketWriter writer;
  private final SocketOperations operations;
  private final SocketEnd end;
  private final Unread unread;
  private long messages;
  private int untakenPongs;

  /**
   * @param opened who opened it, if they said so
   * @param address of which {@code services.sockets()} has given a permit
   * @param cut ends the connection at once
   */
  LiveSocket(
      ServerWebSocket socket,
      Context context,
      Optional<SignedIn> opened,
      String requestId,
      String address,
      Runnable cut,
      LiveServices services) {
    LiveSockets sockets = services.sockets();
    this.socket = socket;
    this.context = context;
    this.requestId = requestId;
    this.address = address;
    this.services = services;
    this.config = services.config();
    this.clock = services.clock();
    Instant now = clock.instant();
    this.admission = new Admission(sockets, address, now, config.initTimeout());
    this.handshake = new Handshake(services.signIn(), context, opened, address);
    this.life = new SignsOfLife(config.silenceLimit(), now);
    this.incoming = new IncomingMessages(sockets.memory(), config.maxMessageBytes(), this::receive);
    this.writer = new SocketWriter(socket, config.maxUnreadBytes());
    this.operations = new SocketOperations(sockets, config.maxOperationsPerSocket());
    this.end = new SocketEnd(socket, context, cut);
    this.unread = new Unread(config.maxUnreadEvents(), config.maxUnreadBytes());
  }

  void begin() {
    socket.closeHandler(closed -> release());
    socket.exceptionHandler(e -> LOG.debugf("socket of request %s: %s", requestId, e.getMessage()));
    socket.pongHandler(pong -> life.heard(clock.instant()));
    socket.frameHandler(this::frame);
    if (socket.isClosed()) {
      release();
    }
  }

  Context context() {
    return context;
  }

  Unread unread() {
    return unread;
  }

  SocketWriter writer() {
    return writer;
  }

  String address() {
    return address;
  }

  private void frame(WebSocketFrame frame) {
    life.heard(clock.instant());
    if (frame.isPing()) {
      answered();
      return;
    }
    if (admission.isClosed() || frame.isClose() || frame.type() == WebSocketFrameType.PONG) {
      return;
    }
    incoming
        .add(frame, admission.who().map(SignedIn::payer))
        .ifPresent(refusal -> close(refusal.code(), refusal.reason()));
  }

  /** A ping was answered: whoever only asks for answers is cut off. */
  private void answered() {
    boolean isTaken = !socket.isClosed() && !writer.isFull();
    untakenPongs = isTaken ? 0 : untakenPongs + 1;
    if (untakenPongs > MAX_UNTAKEN_PONGS) {
      release();
      end.cut();
    }
  }

  private void receive(String text) {
    ClientMessage message;
    try {
      message = ClientMessage.parse(text);
    } catch (Malformed e) {
      close(CloseCode.MALFORMED, e.getMessage());
      return;
    }
    switch (message) {
      case ConnectionInit init -> signIn(init);
      case Ping ping -> say(ServerMessages.pong());
      case Pong pong -> {
        // A sign of life, which every message is.
      }
      case Subscribe subscribe -> run(subscribe);
      case Complete complete -> operations.cancel(complete.id());
    }
    readOnWhenWritable();
  }

  /** Whoever does not take answers asks for no more of them. */
  private void readOnWhenWritable() {
    if (writer.isFull()) {
      socket.pause();
      writer.whenWritable(socket::resume);
    }
  }

  private void signIn(ConnectionInit init) {
    if (admission.beginSignIn()) {
      handshake.begin(init.payload(), this);
    } else {
      close(CloseCode.TOO_MANY_INITS, "Too many initialisation requests");
    }
  }

  @Override
  public void recognised(Optional<SignedIn> who) {
    if (!admission.isSigningIn()) {
      return;
    }
    if (who.isEmpty()) {
      close(
          CloseCode.UNAUTHORIZED,
          "Unauthorized: sign in, or send an API key as Authorization of connection_init");
    } else if (services.quota().takeIfHeld(who.get())) {
      admit(who.get());
    } else {
      Thread.startVirtualThread(() -> askForPermit(who.get()));
    }
  }

  private void askForPermit(SignedIn who) {
    try {
      services.quota().take(who);
    } catch (QuotaExceeded full) {
      close(CloseCode.TOO_MANY_SOCKETS, "QUOTA_EXCEEDED: " + full.getMessage());
      return;
    } catch (RuntimeException | Error e) {
      LOG.debugf("no permit for a socket of request %s: %s", requestId, e.getMessage());
      close(CloseCode.TRY_AGAIN_LATER, "nobody can be let in now");
      return;
    }
    context.runOnContext(back -> admit(who));
  }

  /** With a permit of the tenant's quota, which goes back where it is not let in. */
  private void admit(SignedIn who) {
    if (!admission.isSigningIn()) {
      services.quota().release(who);
    } else if (admission.acknowledge(who)) {
      say(ServerMessages.ack());
    } else {
      services.quota().release(who);
      close(
          CloseCode.TRY_AGAIN_LATER,
          "expected at most "
              + config.maxSocketsPerCredential()
              + " sockets with one credential, and a fair share of all");
    }
  }

  @Override
  public void failed(String reason) {
    close(CloseCode.TRY_AGAIN_LATER, reason);
  }

  private void run(Subscribe message) {
    Optional<SignedIn> who = admission.who();
    if (who.isEmpty()) {
      close(CloseCode.UNAUTHORIZED, "Unauthorized: expected connection_init first");
      return;
    }
    String id = message.id();
    if (operations.isRunning(id)) {
      close(CloseCode.DUPLICATE_OPERATION, "Subscriber for " + id + " already exists");
      return;
    }
    String operationId = requestId + "." + ++messages;
    operations
        .start(
            id,
            who.get(),
            operationId,
            () -> new LiveOperation(this, message, who.get(), operationId, services))
        .ifPresent(error -> refuse(id, error));
  }

  /** The operation has come to its end, which is once. */
  void ended(LiveOperation operation) {
    operations.ended(operation);
  }

  void refuse(String id, Map<String, Object> error) {
    try {
      say(ServerMessages.error(id, List.of(error)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void say(byte[] message) {
    if (!admission.isClosed()) {
      writer.write(message);
    }
  }

  /** From anywhere: what is due by the clock. */
  void lookAt(Instant now) {
    if (admission.isClosed()) {
      return;
    }
    if (admission.isLate(now)) {
      close(CloseCode.INIT_TIMEOUT, "Connection initialisation timeout");
      return;
    }
    if (admission.who().map(SignedIn::expiresAt).filter(end -> !now.isBefore(end)).isPresent()) {
      credentialEnded();
      return;
    }
    switch (life.at(now)) {
      case CLOSE ->
          close(
              CloseCode.GOING_AWAY,
              "no sign of life for " + config.silenceLimit().toSeconds() + " s");
      case ASK -> context.runOnContext(back -> askForSignOfLife());
      case NOTHING -> {
        // It was heard of.
      }
    }
  }

  private void askForSignOfLife() {
    if (!admission.isClosed() && !writer.isFull()) {
      socket.writePing(Buffer.buffer());
    }
  }

  /** From anywhere. */
  void closeIfCredentialEnded() {
    admission
        .who()
        .map(who -> services.watch().last(who.credential()))
        .filter(Standing.Ended.class::isInstance)
        .ifPresent(ended -> credentialEnded());
  }

  /** From anywhere. */
  void credentialEnded() {
    close(CloseCode.FORBIDDEN, "Forbidden: the credential does not count any more");
  }

  /** From anywhere. */
  void close(CloseCode code, String reason) {
    context.runOnContext(
        back -> {
          if (release()) {
            end.close(code, reason);
          }
        });
  }

  /** Gives back all that it holds; false when it was closed before. */
  private boolean release() {
    Optional<SignedIn> admitted = admission.who();
    if (!admission.close()) {
      return false;
    }
    admitted.ifPresent(who -> services.quota().release(who));
    services.sockets().remove(this);
    operations.cancelAll();
    incoming.clear();
    return true;
  }
}
