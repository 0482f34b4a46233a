from streamlit.testing.v1 import AppTest


def test_who_looks_at_the_last_page_stays_with_the_newest_steps() -> None:
    def growing() -> None:
        import streamlit as st

        from pages.run.live import _page

        st.text(str(_page(int(st.query_params["last"]))))

    app = AppTest.from_function(growing)
    for last in (1, 2, 5):
        app.query_params["last"] = str(last)
        assert app.run().text[0].value == str(last)
    app.number_input[0].set_value(2)
    assert app.run().text[0].value == "2"
    app.query_params["last"] = "7"
    assert app.run().text[0].value == "2"
    app.query_params["last"] = "1"
    assert app.run().text[0].value == "1"
