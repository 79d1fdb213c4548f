<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<@layout.registrationLayout; section>
<#if section = "header">${msg("confirmLinkIdpTitle")}
<#elseif section = "form">
<form id="kc-register-form" class="form" action="${url.loginAction}" method="post">
  <@field.button label=msg("confirmLinkIdpContinue", idpDisplayName) name="submitAction" id="linkAccount" value="linkAccount"/>
  <#if !hideReviewButton?has_content><@field.button label=msg("confirmLinkIdpReviewProfile") name="submitAction" id="updateProfile" value="updateProfile" kind="plain"/></#if>
</form>
</#if>
</@layout.registrationLayout>
