<#import "template.ftl" as layout>
<@layout.request subject=msg("emailUpdateConfirmationSubject") reason=msg("emailUpdateConfirmationReason", newEmail) link=link label=msg("emailUpdateConfirmationAction") otherwise=msg("emailUpdateConfirmationOtherwise")/>
