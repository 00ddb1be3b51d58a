"""Where the acts are; their names are those of the table in `claims.api.permissions`."""

from typing import Any

from django.urls import path

from claims.api.acts import claims, rulings, webhooks
from claims.api.acts.evidence import ProposeEvidence, ReviewEvidence
from claims.api.acts.follows import Follows, OneFollow
from claims.api.acts.submissions import OwnSubmissions, Submissions

_LIST: dict[str, Any] = {"get": "list", "post": "post"}
_ONE: dict[str, Any] = {"get": "retrieve"}
_KEPT: dict[str, Any] = {"get": "retrieve", "patch": "patch", "delete": "delete"}

urlpatterns = [
    path("submissions/", Submissions.as_view(_LIST), name="submissions"),
    path("submissions/<str:pk>/", OwnSubmissions.as_view(_ONE), name="submission"),
    path("claims/<int:claim>/evidence/", ProposeEvidence.as_view(_LIST), name="claim-evidence"),
    path("evidence/<int:evidence>/review/", ReviewEvidence.as_view(), name="review-evidence"),
    path("claims/<int:claim>/proposals/", rulings.ProposeRuling.as_view(), name="propose-ruling"),
    path("proposals/<int:proposal>/decline/", rulings.DeclineProposal.as_view(), name="decline-proposal"),
    path("claims/<int:claim>/rulings/", rulings.RuleClaim.as_view(), name="rule-claim"),
    path("claims/<int:claim>/lift/", rulings.LiftRuling.as_view(), name="lift-ruling"),
    path("claims/<int:claim>/merge/", claims.MergeClaim.as_view(), name="merge-claim"),
    path("claims/<int:claim>/unmerge/", claims.UnmergeClaim.as_view(), name="unmerge-claim"),
    path("repeats/<int:repeat>/decide/", claims.DecideRepeat.as_view(), name="decide-repeat"),
    path("claims/<int:claim>/look/", claims.LookForClaim.as_view(), name="look-for-claim"),
    path("claims/<int:claim>/comments/", claims.CommentOnClaim.as_view(_LIST), name="comment-on-claim"),
    path("comments/<int:comment>/publish/", claims.PublishComment.as_view(), name="publish-comment"),
    path("follows/", Follows.as_view(_LIST), name="follows"),
    path("follows/<str:pk>/", OneFollow.as_view(_KEPT), name="follow"),
    path("webhooks/", webhooks.Webhooks.as_view(_LIST), name="webhooks"),
    path("webhooks/<str:pk>/", webhooks.OneWebhook.as_view(_KEPT), name="webhook"),
    path("webhooks/<int:webhook>/switch/", webhooks.SwitchWebhook.as_view(), name="switch-webhook"),
    path("webhooks/<int:webhook>/rotate/", webhooks.RotateWebhook.as_view(), name="rotate-webhook"),
    path("webhooks/<int:webhook>/test/", webhooks.PostTest.as_view(), name="test-webhook"),
    path("webhooks/<int:webhook>/redeliver/", webhooks.RedeliverFailed.as_view(), name="redeliver-failed"),
    path("webhooks/<int:webhook>/deliveries/", webhooks.WebhookLog.as_view({"get": "list"}), name="webhook-deliveries"),
    path("webhook-deliveries/<int:delivery>/redeliver/", webhooks.Redeliver.as_view(), name="redeliver"),
]
