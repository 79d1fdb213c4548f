<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
<#if section = "header">${msg("pageExpiredTitle")}
<#elseif section = "form">
<p>${msg("pageExpiredMsg1")}</p>
<div class="buttons">
  <a id="loginContinueLink" class="button primary wide" href="${url.loginAction}">${msg("pageExpiredContinue")}</a>
  <a id="loginRestartLink" class="button plain wide" href="${url.loginRestartFlowUrl}">${msg("pageExpiredRestart")}</a>
</div>
</#if>
</@layout.registrationLayout>
