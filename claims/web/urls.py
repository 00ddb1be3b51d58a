"""Addresses of the public pages. A claim's number is permanent, and so is its address."""

from django.urls import path

from claims.web import account, digests, feeds, overviews, preferences, records, subscribers, views

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
    path("feeds/claims.atom", feeds.claims_feed, name="claims_feed"),
    path("feeds/digests.atom", feeds.digests_feed, name="digests_feed"),
    path("feeds/<slug:name>.atom", feeds.things_feed, name="things_feed"),
    *(
        path(f"feeds/{kind}/<int:number>.atom", feeds.thing_feed, {"kind": kind}, name=f"{kind}_feed")
        for kind in feeds.OF_THINGS
    ),
    path("digests/", digests.archive, name="digests"),
    path("digests/copy/<str:token>/<int:number>/", digests.own_copy, name="digest_copy"),
    path("preferences/", preferences.prefer, name="prefer"),
    path("account/tokens/", account.tokens, name="account_tokens"),
    path("account/tokens/<int:number>/withdraw/", account.token_withdrawn, name="token_withdrawn"),
    path("unsubscribe/<str:token>/", subscribers.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", subscribers.preferences, name="preferences"),
    path("confirm/<str:token>/", subscribers.confirm, name="confirm"),
    path("unfollow/<str:token>/<int:number>/", subscribers.unfollow_from_mail, name="unfollow_from_mail"),
]
