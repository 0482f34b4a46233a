import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.token_estimate import estimate_tokens

MEASURED = {
    "English": (
        "All human beings are born free and equal in dignity and rights. They are endowed with reason an"
        "d conscience and should act towards one another in a spirit of brotherhood. Hello, my order cam"
        "e too small. How do I exchange the boots for another size?",
        51,
    ),
    "German": (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewi"
        "ssen begabt und sollen einander im Geist der Brüderlichkeit begegnen. Hallo, meine Bestellung i"
        "st zu klein ausgefallen. Wie tausche ich die Stiefel um?",
        58,
    ),
    "Vietnamese": (
        "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều đ"
        "ược tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.",
        50,
    ),
    "Russian": (
        "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и со"
        "вестью и должны поступать в отношении друг друга в духе братства. Здравствуйте, мой заказ пришё"
        "л слишком маленьким.",
        52,
    ),
    "Greek": (
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικ"
        "ισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύ"
        "νης.",
        71,
    ),
    "Arabic": (
        "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم "
        "بعضا بروح الإخاء. مرحبا، وصل طلبي بمقاس صغير جدا.",
        54,
    ),
    "Hindi": (
        "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें "
        "बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।",
        54,
    ),
    "Thai": (
        "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
        63,
    ),
    "Chinese": (
        "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。您好，我的订单"
        "尺码太小了。请问怎样换另一个尺码的靴子？谢谢您的帮助，期待您的回复。",
        66,
    ),
    "Chinese, traditional": (
        "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。您好，我的訂單"
        "尺碼太小了。請問怎樣換另一個尺碼的靴子？",
        64,
    ),
    "Japanese": (
        "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良"
        "心とを授けられており、互いに同胞の精神をもって行動しなければならない。こんにちは、注文した靴のサイズ"
        "が小さすぎました。",
        87,
    ),
    "Korean": (
        "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 "
        "이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다. 안녕하세요, 주문한 신"
        "발이 너무 작습니다.",
        63,
    ),
    "emoji": ("🎉 👍🏽 🚀 🔥 ✅ 🍕", 12),
}
"""Texts, and how many tokens OpenAI's o200k_base makes of them (npm package gpt-tokenizer 4.0.0)."""


@pytest.mark.parametrize("language", MEASURED)
def test_an_estimate_is_within_a_quarter_of_what_a_tokenizer_counts(language: str) -> None:
    text, tokens = MEASURED[language]
    assert estimate_tokens(text) == pytest.approx(tokens, rel=0.25)


def test_plain_english_counts_as_before() -> None:
    assert [estimate_tokens("x" * length) for length in (0, 4, 10, 400)] == [1, 1, 2, 100]


@given(st.text())
def test_every_text_has_a_token_and_none_has_more_than_two_a_character(text: str) -> None:
    assert 1 <= estimate_tokens(text) <= max(1, 2 * len(text))


def test_half_of_an_emoji_does_no_harm() -> None:
    assert estimate_tokens("\ud83d") == 1


@given(st.text(), st.text())
def test_the_parts_of_a_text_come_to_about_the_whole(one: str, other: str) -> None:
    assert abs(estimate_tokens(one + other) - estimate_tokens(one) - estimate_tokens(other)) <= 2
