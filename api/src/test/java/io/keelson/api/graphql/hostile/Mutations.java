package io.keelson.api.graphql.hostile;

import io.keelson.api.testing.Graph;
import java.util.List;
import java.util.stream.Stream;

/** Every mutation with input that is right, for tests that spoil it bit by bit. */
final class Mutations {
  /** What people do for themselves, and no key for them: tried by people, in tests of their own. */
  static final List<String> OF_PEOPLE = List.of("acceptInvitation", "leaveTenant");

  /** For others the thing is neither there nor missing. */
  static final List<String> OF_OPERATORS = List.of("replayTenantDeadLetter");

  private final Known known;

  private Mutations(Known known) {
    this.known = known;
  }

  static Mutations of(Graph owner) {
    return new Mutations(Known.of(owner));
  }

  Known known() {
    return known;
  }

  List<WithInput> withInput() {
    return Stream.of(
            TenantMutations.withInput(known),
            ProjectMutations.withInput(known),
            DataMutations.withInput(known),
            CheckMutations.withInput(known),
            RunMutations.withInput(known),
            TalkMutations.withInput(known),
            AlertMutations.withInput(known),
            ModelMutations.withInput(known),
            EndpointMutations.withInput(known),
            PeopleMutations.withInput(known),
            CredentialMutations.withInput(known))
        .flatMap(List::stream)
        .toList();
  }

  List<WithArguments> withArguments() {
    return Stream.of(
            TenantMutations.withArguments(known),
            ProjectMutations.withArguments(known),
            DataMutations.withArguments(known),
            CheckMutations.withArguments(known),
            RunMutations.withArguments(known),
            TalkMutations.withArguments(known),
            AlertMutations.withArguments(known),
            ModelMutations.withArguments(known),
            EndpointMutations.withArguments(known),
            PeopleMutations.withArguments(known),
            CredentialMutations.withArguments(known))
        .flatMap(List::stream)
        .toList();
  }
}
