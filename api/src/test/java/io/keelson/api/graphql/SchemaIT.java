package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.graphql.execution.SchemaPrinter;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class SchemaIT {
  @Inject GraphQLSchema schema;

  @Test
  void theCommittedSchemaIsTheOneThatIsServed() throws Exception {
    String served = new SchemaPrinter().print(schema).strip() + "\n";
    Path printed = Path.of("target", "schema.graphql");
    Files.createDirectories(printed.getParent());
    Files.writeString(printed, served);
    String committed = Files.readString(Path.of("schema.graphql"));
    assertThat(served)
        .as(
            "api/schema.graphql drifted: copy api/target/schema.graphql over it and review the difference")
        .isEqualTo(committed);
  }
}
