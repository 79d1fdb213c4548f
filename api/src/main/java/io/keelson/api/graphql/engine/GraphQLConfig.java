package io.keelson.api.graphql.engine;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What an operation of the GraphQL API may take, over HTTP and over sockets. */
@ConfigMapping(prefix = "keelson.graphql")
public interface GraphQLConfig {
  /** The largest body of a request over HTTP. */
  @WithDefault("1M")
  MemorySize maxBodySize();

  /** How long the body of a request may take to come, from the end of its headers to its own. */
  @WithDefault("10S")
  Duration bodyTimeLimit();

  /** How long an operation may take; of a subscription, its start and each of its events. */
  @WithDefault("30S")
  Duration operationTimeLimit();

  /** Operations under way at once in this process; each tenant may hold as many as are free. */
  @WithDefault("256")
  int maxOperations();

  /**
   * Events of subscriptions under way at once in this process, of which each tenant may hold as
   * many as are free; more wait.
   */
  @WithDefault("64")
  int maxEvents();

  /**
   * Items that the lists of one operation, or of one event of a subscription, may hold together.
   */
  @WithDefault("300000")
  int maxCost();

  /** Bytes that one answer, or event of a subscription, may have. */
  @WithDefault("16777216")
  int maxAnswerBytes();

  /** Fields of one operation, fragments spread out. */
  @WithDefault("1000")
  int maxFields();

  /** Levels of fields of one operation. */
  @WithDefault("15")
  int maxDepth();

  /** Words and signs of one document. */
  @WithDefault("10000")
  int maxTokens();

  /** Memory that parsed documents may fill. */
  @WithDefault("32M")
  MemorySize documentCacheSize();

  /** A parsed document that fills more is parsed each time. */
  @WithDefault("1M")
  MemorySize maxCachedDocumentSize();

  /** Threads that parse and validate documents; 0 for half of the cores. */
  @WithDefault("0")
  int parserThreads();

  /** What may wait for such a thread; payers take turns, and one has half of the room at most. */
  @WithDefault("128")
  int maxWaitingDocuments();

  /** Whether the schema may be asked for; not in production unless this says so. */
  Optional<Boolean> introspection();
}
