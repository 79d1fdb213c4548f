package io.keelson.api.graphql.live.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keelson.api.graphql.AnswerBytes;
import io.keelson.api.graphql.ResultJson;
import io.keelson.api.graphql.engine.Engine;
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
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * One socket, from the first message that says who opened it to its end. All of it happens on the
 * socket's event loop, except where a method says that it may be called from anywhere.
 */
final class LiveSocket implements Handshake.Outcome {
  private static final Logger LOG = Logger.getLogger(LiveSocket.class);

  /** Pings are answered below us, whether or not the answers are taken. */
  private static final int MAX_UNTAKEN_PONGS = 100;

  /** How long a socket may stay open before it says who it is. */
  static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

  /** A socket without a sign of life for so long is closed; it is asked for one sooner. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(5);

  /** The longest message from a client. */
  static final int MAX_MESSAGE_BYTES = 256 << 10;

  /** Operations that one socket runs at once. */
  private static final int MAX_OPERATIONS = 200;

  /** Events that wait unread for one socket, of all its subscriptions. */
  private static final int MAX_UNREAD_EVENTS = 10_000;

  /** What waits unread for one socket: events, and answers that it has not taken. */
  private static final int MAX_UNREAD_BYTES = 1 << 20;

  private final ServerWebSocket socket;
  private final Context context;
  private final String requestId;
  private final String address;
  private final LiveServices services;
  private final InstantSource clock;
  private final Admission admission;
  private final Handshake handshake;
  private final SignsOfLife life;
  private final ArrivingFrames arriving;
  private final IncomingMessages incoming;
  private final SocketWriter writer;
  private final SocketOperations operations;
  private final SocketEnd end;
  private final Unread unread;
  private long messages;
  private int untakenPongs;

  /** What answers and events use that are not taken; null until somebody is acknowledged. */
  private SharedBytes.Use outgoing;

  /**
   * @param opened who opened it, if they said so
   * @param address of the caller, who holds a permit of {@code services.sockets()}: of who opened
   *     it, or else of the address
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
    this.clock = services.clock();
    Instant now = clock.instant();
    this.admission = new Admission(sockets, PermitHolder.of(opened, address), now, INIT_TIMEOUT);
    this.handshake = new Handshake(services.signIn(), context, opened, address);
    this.life = new SignsOfLife(SILENCE_LIMIT, now);
    this.arriving =
        new ArrivingFrames(
            sockets.memory(),
            sockets.frameReserve(),
            () -> admission.who().map(SignedIn::payer),
            clock,
            this::close);
    this.incoming =
        new IncomingMessages(
            sockets.memory(), MAX_MESSAGE_BYTES, this::receive, this::refuseUnread);
    this.writer = new SocketWriter(socket, MAX_UNREAD_BYTES);
    this.operations = new SocketOperations(sockets, MAX_OPERATIONS);
    this.end = new SocketEnd(socket, context, cut);
    this.unread = new Unread(MAX_UNREAD_EVENTS, MAX_UNREAD_BYTES);
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

  ArrivingFrames arriving() {
    return arriving;
  }

  Unread unread() {
    return unread;
  }

  SocketWriter writer() {
    return writer;
  }

  SharedBytes.Use outgoing() {
    return outgoing;
  }

  String address() {
    return address;
  }

  private void frame(WebSocketFrame frame) {
    arriving.read(frame.binaryData().length());
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

  /**
   * Reads one; what is long, beside the event loop, and no other meanwhile. Strangers send nothing
   * that is long.
   */
  private void receive(byte[] text) {
    Optional<SignedIn> who = admission.who();
    if (who.isPresent() && Engine.isLong(text.length)) {
      receiveLong(who.get().payer(), text);
    } else {
      received(CompletableFuture.completedFuture(text).thenApply(LiveSocket::parsed));
    }
  }

  private void receiveLong(Object payer, byte[] text) {
    SharedBytes.Use held = services.sockets().memory().use(payer);
    try {
      held.add(text.length, "the message");
    } catch (Failure noRoom) {
      if (!refuseUnread(text, noRoom)) {
        close(CloseCode.TRY_AGAIN_LATER, noRoom.code() + ": too many messages are under way");
      }
      return;
    }
    socket.pause();
    CompletableFuture<ClientMessage> read =
        services.engine().get().beside(payer, () -> parsed(text));
    read.whenComplete(
        (message, failure) -> {
          held.end();
          receivedLater(read);
        });
  }

  /**
   * What else runs on the socket goes on.
   *
   * @param text or the beginning of it
   * @return false when it does not say which operation it would begin
   */
  private boolean refuseUnread(byte[] text, Failure noRoom) {
    Optional<String> id =
        ClientMessage.idToSubscribe(text).filter(own -> !operations.isRunning(own));
    id.ifPresent(
        own -> {
          refuse(own, ResultJson.error(noRoom, requestId + "." + ++messages));
          readOnWhenWritable();
        });
    return id.isPresent();
  }

  private static ClientMessage parsed(byte[] text) {
    try {
      return ClientMessage.parse(text);
    } catch (Malformed e) {
      throw new CompletionException(e);
    }
  }

  private void receivedLater(CompletableFuture<ClientMessage> read) {
    try {
      received(read);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a message on the socket of request %s failed", requestId);
      close(CloseCode.INTERNAL, "the message could not be handled");
    }
    if (!writer.isFull()) {
      socket.resume(); // otherwise when it is writable again
    }
  }

  private void received(CompletableFuture<ClientMessage> read) {
    if (admission.isClosed()) {
      return;
    }
    if (!read.isCompletedExceptionally()) {
      handle(read.join());
      return;
    }
    switch (read.exceptionNow()) {
      case Malformed malformed -> close(CloseCode.MALFORMED, malformed.getMessage());
      case Throwable defect -> throw new IllegalStateException(defect);
    }
  }

  private void handle(ClientMessage message) {
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
      outgoing = services.answers().use(who.payer());
      say(ServerMessages.ack());
    } else {
      services.quota().release(who);
      close(
          CloseCode.TRY_AGAIN_LATER,
          "expected at most "
              + LiveSockets.MAX_SOCKETS_PER_CREDENTIAL
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
            message.heapBytes(),
            held -> new LiveOperation(this, message, who.get(), operationId, held, services))
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

  void say(AnswerBytes message) {
    if (admission.isClosed()) {
      message.release();
    } else {
      writer.write(message.content(), message::release);
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
    if (arriving.isLate(now)) {
      close(CloseCode.GOING_AWAY, "frame: " + ArrivingFrames.EXPECTED);
      return;
    }
    if (admission.who().map(SignedIn::expiresAt).filter(end -> !now.isBefore(end)).isPresent()) {
      credentialEnded();
      return;
    }
    switch (life.at(now)) {
      case CLOSE ->
          close(CloseCode.GOING_AWAY, "no sign of life for " + SILENCE_LIMIT.toSeconds() + " s");
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
