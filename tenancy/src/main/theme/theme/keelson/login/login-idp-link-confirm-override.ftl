<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<@layout.registrationLayout; section>
<#if section = "header">${msg("confirmOverrideIdpTitle")}
<#elseif section = "form">
<form id="kc-register-form" class="form" action="${url.loginAction}" method="post">
  <@field.button label=msg("confirmOverrideIdpContinue", idpDisplayName) name="submitAction" id="confirmOverride" value="confirmOverride"/>
  <p><a id="loginRestartLink" href="${url.loginRestartFlowUrl}">${msg("pageExpiredRestart")}</a></p>
</form>
</#if>
</@layout.registrationLayout>
