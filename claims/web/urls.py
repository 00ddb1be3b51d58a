"""Addresses of the public pages. A claim's number is permanent, and so is its address."""

from django.urls import path

from claims.web import (
    account,
    accounts,
    digests,
    embeds,
    feeds,
    follows,
    mail_reports,
    overviews,
    own_preferences,
    preferences,
    records,
    subscribers,
    views,
)

app_name = "web"

urlpatterns = [
    path("", overviews.home, name="home"),
    path("claims/", views.claim_list, name="claim_list"),
    path("claims/<int:number>/", views.claim, name="claim"),
    path("claims/<int:number>/merged/", views.merged_claim, name="merged_claim"),
    path("claims/<int:number>/receipts/", views.claim_receipts, name="claim_receipts"),
    path("announcements/", views.announcement_list, name="announcement_list"),
    path("announcements/<int:number>/", views.announcement, name="announcement"),
    path("papers/<int:number>/", views.paper, name="paper"),
    path("subjects/", records.subject_list, name="subject_list"),
    path("subjects/<int:number>/", records.subject, name="subject"),
    path("organisations/", records.organisation_list, name="organisation_list"),
    path("organisations/<int:number>/", records.organisation, name="organisation"),
    path("statistics/", overviews.statistics_page, name="statistics"),
    path("methodology/", overviews.methodology, name="methodology"),
    path("corrections/", overviews.corrections, name="corrections"),
    path("coverage/", views.coverage_page, name="coverage"),
    path("claims/<int:number>/badge.svg", embeds.badge, name="badge"),
    path("claims/<int:number>/embed/", embeds.card, name="card"),
    path("oembed", embeds.oembed, name="oembed"),
    path("feeds/claims.atom", feeds.claims_feed, name="search_feed"),
    path("feeds/digests.atom", feeds.digests_feed, name="digests_feed"),
    path("feeds/<slug:name>.atom", feeds.things_feed, name="named_feed"),
    *(
        path(f"feeds/{kind}/<int:number>.atom", feeds.thing_feed, {"kind": kind}, name=f"{kind}_feed")
        for kind in feeds.OF_THINGS
    ),
    path("digests/", digests.archive, name="digests"),
    path("digests/<slug:slug>/", digests.public_issue, name="digest"),
    path("digests/copy/<str:token>/<int:number>/", digests.own_copy, name="digest_copy"),
    path("preferences/", preferences.prefer, name="prefer"),
    path("account/tokens/", account.tokens, name="account_tokens"),
    path("account/tokens/<int:number>/withdraw/", account.token_withdrawn, name="token_withdrawn"),
    path("mail/reports/", mail_reports.take_in, name="mail_reports"),
    path("unsubscribe/<str:token>/", subscribers.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", own_preferences.preferences, name="preferences"),
    path("confirm/<str:token>/", subscribers.confirm, name="confirm"),
    path("confirm-address/<str:token>/", subscribers.confirm_new_address, name="confirm_address"),
    path("unfollow/<str:token>/<int:number>/", subscribers.unfollow_from_mail, name="unfollow_from_mail"),
    path("follow/", follows.follow_by_mail, name="follow"),
    path("follow/check-your-mail/", follows.check_your_mail, name="check_your_mail"),
    path("account/", accounts.account, name="account"),
    path("account/follow/", follows.follow_with_account, name="follow_with_account"),
    path("account/follows/", own_preferences.account_follows, name="account_follows"),
    path("account/sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("account/sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("account/sign-up/", accounts.sign_up, name="sign_up"),
    path("account/sign-up/<str:token>/", accounts.sign_up_confirmed, name="sign_up_confirmed"),
    path("account/password/", accounts.ChangePassword.as_view(), name="change_password"),
    path("account/password/forgotten/", accounts.password_forgotten, name="password_forgotten"),
    path("account/password/<str:uidb64>/<str:token>/", accounts.NewPassword.as_view(), name="password_new"),
]
