<#import "template.ftl" as layout>
<@layout.request subject=msg("orgInviteSubject", organization.name) reason=msg("orgInviteReason", organization.name) link=link label=msg("orgInviteAction") otherwise=msg("orgInviteOtherwise")/>
